import { SCRIPT } from './page-script.ts';
import { STYLE } from './page-style.ts';

export const page = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Telegram stand-in</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<p class="notice">This is a stand-in for Telegram: nothing leaves this machine.</p>
<div class="app" id="app">
  <nav aria-label="Chats" id="places"></nav>
  <main>
    <header>
      <button type="button" id="back" aria-label="Back to the chats">←</button>
      <h1 id="title"></h1>
      <span id="topic-acts"></span>
    </header>
    <div id="messages" role="log" aria-label="Messages" tabindex="0"></div>
    <form id="form">
      <p id="reply" hidden><span id="reply-text"></span> <button type="button" id="no-reply">Cancel</button></p>
      <div class="row">
        <select id="user" aria-label="Write as"></select>
        <textarea id="text" rows="1" aria-label="Message" placeholder="Message or /command"></textarea>
        <label class="file">File<input type="file" id="file"></label>
        <button type="submit" class="primary">Send</button>
      </div>
    </form>
  </main>
</div>
<p id="toast" role="status"></p>
<dialog id="alert"><p id="alert-text"></p><form method="dialog"><button class="primary">OK</button></form></dialog>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
