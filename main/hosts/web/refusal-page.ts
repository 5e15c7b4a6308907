/** The plain page for a browser that was not opened by one of the host's links. */

export const refusalPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Bramble: this link does not open it</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem}code{font-size:.95em}</style>
</head>
<body>
<h1>This link does not open Bramble</h1>
<p>Each link that Bramble prints opens one browser, once, and only while that Bramble runs. This one was used before, or
belongs to a Bramble that has ended.</p>
<p>To get a new link, go to the terminal where Bramble runs and press Enter, or start Bramble again with
<code>npm start</code> or <code>bramble serve</code>.</p>
</body>
</html>
`;
