// Answers with the page where there is no network. It keeps what anybody may see and nothing else.

const VERSION = "{{ version }}";
const PAGE = "/submit";
const FILES = [PAGE, {% for name in files %}"/submit/{{ name }}"{{ ", " if not loop.last }}{% endfor %}];

self.addEventListener("install", (event) => {
  const fresh = FILES.map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(fresh))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const known = event.request.mode === "navigate" ? pathname === PAGE : FILES.includes(pathname);
  if (event.request.method !== "GET" || !known) return;
  const path = event.request.mode === "navigate" ? PAGE : pathname;
  event.respondWith(caches.match(path).then((kept) => kept ?? fetch(event.request)));
});
