export const style = `
:root { color-scheme: light dark; --accent: #a4161a; --line: #8a8078; --card: #fff; --page: #f4efe8; --text: #211c19; }
@media (prefers-color-scheme: dark) { :root { --accent: #ff8f88; --line: #8f857d; --card: #262120; --page: #191615; --text: #f4efe8; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 2rem; border-radius: 1rem; border-top: 0.4rem solid var(--accent); background: var(--card); box-shadow: 0 0.5rem 2rem rgb(0 0 0 / 0.12); }
h1 { margin: 0 0 0.25rem; font-size: 1.6rem; line-height: 1.2; }
label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
input { width: 100%; padding: 0.65rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; background: transparent; color: inherit; font: inherit; }
button { width: 100%; margin-top: 1.5rem; padding: 0.75rem; border: 0; border-radius: 0.5rem; background: var(--accent); color: var(--card); font: inherit; font-weight: 600; cursor: pointer; }
button.plain { margin-top: 0.75rem; background: transparent; color: var(--accent); text-decoration: underline; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role='alert'], [role='status'] { margin: 1rem 0 0; padding: 0.75rem 1rem; border-left: 0.3rem solid var(--accent); background: var(--page); }
ul { margin: 0.25rem 0 0; padding-left: 1.25rem; }
small { display: block; margin-top: 0.25rem; }
`;
