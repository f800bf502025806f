import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface MenuProps {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly onCloseAutoFocus?: (event: Event) => void;
}

export const Menu = ({ trigger, children, align = 'start', isOpen, onOpenChange, onCloseAutoFocus }: MenuProps) => (
  <DropdownMenu.Root
    modal={false}
    {...(isOpen !== undefined && { open: isOpen })}
    {...(onOpenChange && { onOpenChange })}
  >
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        {...(onCloseAutoFocus && { onCloseAutoFocus })}
        className="animate-enter z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-[min(22rem,92vw)] overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-high"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

const ITEM =
  'flex w-full cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-left outline-none data-highlighted:bg-sunken data-disabled:opacity-50 max-md:min-h-11';

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly isDangerous?: boolean;
}

export const MenuItem = ({ onSelect, children, hint, isDangerous = false }: MenuItemProps) => (
  <DropdownMenu.Item onSelect={onSelect} className={classNames(ITEM, isDangerous && 'text-bad')}>
    {children}
    {hint !== undefined && <span className="ml-auto pl-4 text-xs text-ink-faint">{hint}</span>}
  </DropdownMenu.Item>
);

interface MenuChoiceProps<Value extends string> {
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
}

export const MenuChoice = <Value extends string>({ value, onChoose, options }: MenuChoiceProps<Value>) => (
  <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => onChoose(chosen as Value)}>
    {options.map((option) => (
      <DropdownMenu.RadioItem key={option.value} value={option.value} className={classNames(ITEM, 'pl-6')}>
        <DropdownMenu.ItemIndicator className="absolute left-2.5 text-accent-text">✓</DropdownMenu.ItemIndicator>
        {option.label}
      </DropdownMenu.RadioItem>
    ))}
  </DropdownMenu.RadioGroup>
);

export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-faint">{children}</DropdownMenu.Label>
);

export const MenuLine = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />;

interface MenuCheckProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

/** Can be switched on and off; the menu stays open for the next one. */
export const MenuCheck = ({ isChecked, onChange, isDisabled = false, children }: MenuCheckProps) => (
  <DropdownMenu.CheckboxItem
    checked={isChecked}
    disabled={isDisabled}
    onCheckedChange={onChange}
    onSelect={(event) => event.preventDefault()}
    className={classNames(ITEM, 'pl-6')}
  >
    <DropdownMenu.ItemIndicator className="absolute left-2.5 text-accent-text">✓</DropdownMenu.ItemIndicator>
    {children}
  </DropdownMenu.CheckboxItem>
);
