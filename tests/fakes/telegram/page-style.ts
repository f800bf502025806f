export const STYLE = `
:root {
  color-scheme: light dark;
  --back: light-dark(#e9edf1, #0e1621);
  --panel: light-dark(#fff, #17212b);
  --bubble: light-dark(#fff, #1f2c38);
  --bot: light-dark(#e3f2fd, #1d3a52);
  --text: light-dark(#14191f, #f0f3f5);
  --quiet: light-dark(#56616c, #9db0c0);
  --line: light-dark(#d5dbe1, #2b3947);
  --accent: light-dark(#1b6fb0, #6ab3f3);
  --on-accent: light-dark(#fff, #0e1621);
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; height: 100dvh; display: flex; flex-direction: column; font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); }
button, select, textarea { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; min-height: 38px; }
button { cursor: pointer; }
button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.notice { margin: 0; padding: 6px 14px; font-size: 13px; text-align: center; color: var(--quiet); border-bottom: 1px solid var(--line); background: var(--panel); }
.app { flex: 1; min-height: 0; display: flex; }
nav { width: 270px; overflow-y: auto; background: var(--panel); border-right: 1px solid var(--line); padding: 8px; }
nav h2 { font-size: 13px; margin: 12px 8px 4px; color: var(--quiet); font-weight: 600; overflow-wrap: anywhere; }
nav button { width: 100%; text-align: left; border: 0; background: none; display: flex; gap: 8px; }
nav button span:first-child { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav button[aria-current] { background: var(--accent); color: var(--on-accent); }
nav .count { background: var(--accent); color: var(--on-accent); border-radius: 10px; padding: 0 7px; font-size: 12px; align-self: center; }
main { flex: 1; min-width: 0; display: flex; flex-direction: column; }
header { display: flex; align-items: center; gap: 8px; padding: 6px 12px; min-height: 52px; background: var(--panel); border-bottom: 1px solid var(--line); }
h1 { flex: 1; min-width: 0; font-size: 17px; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#topic-acts { display: flex; gap: 6px; }
#back { display: none; }
#messages { flex: 1; overflow-y: auto; padding: 12px; display: flex; flex-direction: column; gap: 8px; }
#messages > :first-child { margin-top: auto; }
.message { max-width: min(620px, 88%); align-self: flex-end; }
.message.bot { align-self: flex-start; }
.bubble { background: var(--bubble); border: 1px solid var(--line); border-radius: 12px; padding: 7px 11px; overflow-wrap: anywhere; }
.bot .bubble { background: var(--bot); }
.who { font-weight: 600; color: var(--accent); font-size: 13px; }
.body { white-space: pre-wrap; }
.quote { border-left: 3px solid var(--accent); padding-left: 8px; margin: 3px 0; font-size: 13px; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.meta { display: flex; justify-content: flex-end; gap: 8px; align-items: center; font-size: 12px; color: var(--quiet); }
.meta button { border: 0; background: none; padding: 0 4px; min-height: 24px; font-size: 12px; color: var(--accent); }
.keys { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 4px; margin-top: 4px; }
.keys button, .keys a { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 8px; text-align: center; color: var(--accent); text-decoration: none; overflow-wrap: anywhere; }
.service { align-self: center; font-size: 13px; color: var(--quiet); text-align: center; }
.body pre, details pre { white-space: pre-wrap; background: var(--back); border-radius: 6px; padding: 8px; margin: 4px 0; max-height: 320px; overflow: auto; }
.body code { background: var(--back); border-radius: 4px; padding: 0 3px; }
.body pre code { padding: 0; background: none; }
.body blockquote { margin: 4px 0; padding-left: 8px; border-left: 3px solid var(--accent); }
.body a { color: var(--accent); }
.spoiler:not(:hover) { background: var(--quiet); color: transparent; }
#form { background: var(--panel); border-top: 1px solid var(--line); padding: 8px 12px; }
#reply { margin: 0 0 8px; font-size: 13px; color: var(--quiet); display: flex; gap: 8px; align-items: center; justify-content: space-between; }
.row { display: flex; gap: 8px; align-items: end; }
#text { flex: 1; min-width: 0; resize: none; field-sizing: content; max-height: 160px; }
.file { border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; min-height: 38px; cursor: pointer; }
.file input { position: absolute; opacity: 0; width: 1px; }
.file:focus-within { outline: 2px solid var(--accent); }
#toast { position: fixed; bottom: 84px; left: 50%; transform: translateX(-50%); margin: 0; padding: 8px 16px; border-radius: 18px; background: var(--text); color: var(--back); max-width: 90vw; }
#toast:empty { display: none; }
dialog { border: 1px solid var(--line); border-radius: 12px; background: var(--panel); color: var(--text); max-width: 90vw; }
@media (max-width: 680px) {
  nav { width: 100%; border: 0; }
  main { display: none; }
  .inside nav { display: none; }
  .inside main { display: flex; }
  #back { display: block; }
  .row { flex-wrap: wrap; }
  #text { order: -1; flex-basis: 100%; }
  #user { flex: 1; }
}
`;
