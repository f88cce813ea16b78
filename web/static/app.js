// Page script: a convenience over pages that work without it. No dependency.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
const typing = (el) => el.closest?.("input:not([type=radio], [type=checkbox], [type=file]), textarea, select, [contenteditable]");

// Buttons that only a script can serve are shown; those it replaces are hidden.
for (const el of all("[data-copy], [data-print]")) el.hidden = false;
for (const el of all("[data-noscript]")) if (!el.querySelector("button") || all("[data-children]").length) el.hidden = true;

// Error summary: takes the focus; its links show the label first, then the control.
for (const box of all("[data-focus]")) {
  box.focus();
  box.addEventListener("click", (e) => {
    const link = e.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    e.preventDefault();
    const label = control.closest("fieldset")?.querySelector("legend") ?? control.labels?.[0] ?? control;
    label.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
    history.replaceState(null, "", link.hash);
  });
}

// Side navigation and filters are unfolded on wide screens only.
const narrow = matchMedia("(max-width: 64em)");
const fold = () => { for (const d of all(".c-side > details")) d.open = !narrow.matches; };
if (narrow.matches) fold();
narrow.addEventListener("change", fold); // a tablet is turned, a window widened
document.addEventListener("click", (e) => {
  for (const d of all(".c-menu[open]")) if (!d.contains(e.target)) d.open = false;
});

// Copy and print.
document.addEventListener("click", async (e) => {
  if (e.target.closest("[data-print]")) print();
  const button = e.target.closest("[data-copy]");
  if (!button) return;
  const id = button.dataset.copy, source = document.getElementById(id);
  const said = document.querySelector(`[data-copied="${CSS.escape(id)}"]`);
  source.select?.();
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    if (said) said.textContent = "已复制";
  } catch {
    if (said) said.textContent = "已选中，请按 Ctrl+C 复制";
  }
});

// Select all rows of a table, or none, and say how many are ticked.
for (const table of all("table[data-selectable]")) {
  const boxes = all("tbody .c-tick input", table), head = table.querySelector("thead .c-table__select");
  const form = table.closest("form") ?? table, out = form.querySelector("[data-ticked]");
  if (!head || !boxes.length) continue;
  head.innerHTML = '<label class="c-tick"><input type="checkbox"><span class="u-hidden">选择本页全部</span></label>';
  const every = head.querySelector("input");
  const show = () => {
    const n = boxes.filter((b) => b.checked).length;
    every.checked = n === boxes.length;
    every.indeterminate = n > 0 && n < boxes.length;
    if (out) out.textContent = `已勾选 ${n} 件`;
  };
  const set = (on) => { for (const b of boxes) b.checked = on; show(); };
  every.addEventListener("change", () => set(every.checked));
  for (const link of all("[data-tick]", form)) link.addEventListener("click", (e) => { e.preventDefault(); set(link.dataset.tick === "all"); });
  table.addEventListener("change", show);
  addEventListener("pageshow", show); // browsers tick again what was ticked, after this
  show();
}

// Characters left, said after a pause.
for (const field of all("[data-count]")) {
  const out = document.querySelector(`[data-count-for="${CSS.escape(field.id)}"]`);
  let timer;
  const show = () => {
    const left = field.dataset.count - [...field.value].length;
    out.textContent = left < 0 ? `已超出 ${-left} 字` : `还可填 ${left} 字`;
  };
  out.setAttribute("role", "status");
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 600); });
}

// Passwords can be shown; they are hidden again before they are sent.
for (const box of all("[data-password]")) {
  const field = box.querySelector("input"), button = document.createElement("button");
  button.type = "button";
  button.className = "c-button";
  button.dataset.kind = "secondary";
  button.setAttribute("aria-controls", field.id);
  const set = (open) => {
    field.type = open ? "text" : "password";
    button.textContent = open ? "隐藏" : "显示";
    button.setAttribute("aria-label", open ? "隐藏密码" : "显示密码");
  };
  button.addEventListener("click", () => set(field.type === "password"));
  field.form?.addEventListener("submit", () => set(false));
  set(false);
  box.append(button);
}

// Check digits: GB 11643 (ISO 7064 MOD 11-2) and GB 32100 (MOD 31).
const idDigit = (s) => "10X98765432"[[...s.slice(0, 17)].reduce((sum, c, i) => sum + c * (2 ** (17 - i) % 11), 0) % 11];
const creditSet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const creditDigit = (s) => {
  let sum = 0, weight = 1;
  for (const c of s.slice(0, 17)) { sum += creditSet.indexOf(c) * weight; weight = (weight * 3) % 31; }
  return creditSet[(31 - (sum % 31)) % 31];
};
function digitAdvice(kind, s) {
  const id = /^\d{17}[\dX]$/.test(s), credit = [...s].every((c) => creditSet.includes(c));
  if (kind !== "uscc" && id) return idDigit(s) === s[17] ? "" : "第 18 位校验码与前 17 位不一致，请对照证件逐位核对";
  if (kind !== "id" && credit) return creditDigit(s) === s[17] ? "" : "统一社会信用代码最后一位校验不一致，请对照营业执照核对";
  return null;
}
for (const field of all("[data-check]")) {
  const out = document.querySelector(`[data-check-for="${CSS.escape(field.id)}"]`);
  field.addEventListener("blur", () => {
    const s = field.value.normalize("NFKC").toUpperCase().replace(/[×]/g, "X").replace(/[\s-]/g, "");
    const advice = s.length === 18 ? digitAdvice(field.dataset.check, s) : null;
    out.textContent = advice === null ? "" : advice || "校验码一致";
    out.toggleAttribute("data-ok", advice === "");
  });
}

// A question to the server about one field, such as whether a user name is taken.
// The address answers {free, text}; without script a button asks the same.
for (const box of all("[data-ask]")) {
  const field = box.querySelector("input"), out = box.querySelector("[data-asked]"), button = box.querySelector("button");
  if (button) button.hidden = true;
  field.addEventListener("blur", async () => {
    if (!field.value.trim()) { out.textContent = ""; return; }
    const answer = await fetch(`${box.dataset.ask}?q=${encodeURIComponent(field.value)}`).catch(() => null);
    if (!answer?.ok) return;
    const said = await answer.json();
    out.textContent = said.text;
    out.toggleAttribute("data-ok", said.free);
  });
}

// Regions: the next list follows the choice. The address answers [{code, name}].
for (const select of all("select[data-children]")) {
  select.addEventListener("change", async () => {
    const next = document.getElementById(select.dataset.next);
    if (!next) return;
    const answer = await fetch(select.dataset.children + encodeURIComponent(select.value)).catch(() => null);
    if (!answer?.ok) { for (const el of all("[data-noscript]")) el.hidden = false; return; }
    const first = next.options[0]?.value === "" ? [next.options[0]] : [];
    next.replaceChildren(...first, ...(await answer.json()).map((o) => new Option(o.name, o.code)));
    next.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// Drafts save themselves two seconds after the last change. The answer brings the new
// values of hidden controls, such as the revision that the next save must name.
for (const form of all("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer, busy = false, again = false, leaving = false, pressed = null;
  const say = (text) => { status.textContent = text; };
  const save = async () => {
    if (leaving) return;
    if (busy) { again = true; return; }
    busy = true;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(data), redirect: "manual",
        headers: { Accept: "application/json" },
      });
      if (answer.ok) {
        const told = await answer.json().catch(() => ({}));
        for (const [name, value] of Object.entries(told)) if (form.elements[name]?.type === "hidden") form.elements[name].value = value;
        say(`已自动保存 ${clock()}`);
        form.removeAttribute("data-dirty");
      } else if (answer.status === 409) {
        say("这一页在别处修改过，请点“保存”比较两个版本");
      } else {
        say("未能自动保存，请点“保存”");
      }
    } catch {
      say("未能自动保存，请点“保存”");
    }
    busy = false;
    if (pressed) { const button = pressed; pressed = null; form.requestSubmit(button); return; }
    if (again) { again = false; save(); }
  };
  form.addEventListener("input", () => { form.setAttribute("data-dirty", ""); clearTimeout(timer); timer = setTimeout(save, 2000); });
  form.addEventListener("submit", (e) => {
    leaving = true;
    clearTimeout(timer);
    if (!busy || !e.submitter) return;
    e.preventDefault(); // the save under way brings the revision that this one has to name
    e.stopPropagation();
    pressed = e.submitter;
  });
  addEventListener("pageshow", () => { leaving = false; });
}

// Typed text is not lost by leaving.
for (const form of all("form[data-guard]")) {
  form.addEventListener("input", () => form.setAttribute("data-dirty", ""));
  form.addEventListener("submit", () => form.removeAttribute("data-dirty"));
}
// A file that was chosen but not sent yet is not lost by going on either.
for (const input of all(".c-file input[type=file]")) {
  input.addEventListener("change", () => { input.form.toggleAttribute("data-chosen", input.files.length > 0); });
  input.form?.addEventListener("submit", () => input.form.removeAttribute("data-chosen"));
}
addEventListener("beforeunload", (e) => {
  if (document.querySelector("form[data-guard][data-dirty], form[data-chosen]")) e.preventDefault();
});

// A form is sent once; coming back to the page opens it again.
document.addEventListener("submit", (e) => {
  const form = e.target, button = e.submitter;
  if (form.method !== "post" || "many" in form.dataset) return;
  if ("sent" in form.dataset) { e.preventDefault(); return; }
  form.dataset.sent = "";
  setTimeout(() => reopen(form), 15000); // the answer never came, or was a file
  if (!button) return;
  button.dataset.text = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = "正在提交…";
});
addEventListener("pageshow", (e) => {
  if (!e.persisted) return;
  for (const form of all("form[data-sent]")) reopen(form);
});
function reopen(form) {
  delete form.dataset.sent;
  for (const b of form.elements) {
    if (!b.dataset.text) continue;
    b.removeAttribute("aria-disabled");
    b.textContent = b.dataset.text;
    delete b.dataset.text;
  }
}

// The session ends after idle time: ask five minutes before.
const { idle, keep } = document.body.dataset;
if (idle > 300 && keep) {
  let timer;
  const dialog = document.createElement("dialog");
  dialog.className = "c-dialog";
  dialog.setAttribute("aria-labelledby", "idle-title");
  dialog.innerHTML = '<h2 id="idle-title">还在填写吗？</h2><p>5 分钟后会自动退出登录，已保存的内容不会丢失。</p><form method="dialog"><button class="c-button">继续填写</button></form>';
  document.body.append(dialog);
  const wait = () => { clearTimeout(timer); timer = setTimeout(() => { if (!dialog.open) dialog.showModal(); }, (idle - 300) * 1000); };
  dialog.addEventListener("close", () => { fetch(keep, { method: "POST" }).catch(() => {}); wait(); });
  wait();
}

// The browser's camera takes a photo and puts it into a file control.
for (const box of all("[data-camera]")) {
  const input = document.getElementById(box.dataset.camera), stage = box.querySelector(".p-camera__stage");
  if (!input || !navigator.mediaDevices?.getUserMedia) continue;
  const video = stage.querySelector("video"), canvas = stage.querySelector("canvas"), lines = stage.querySelector("svg");
  const part = (name) => box.querySelector(`[data-camera-${name}]`), say = (text) => { part("status").textContent = text; };
  let stream = null;
  box.hidden = false;
  const show = (shot) => {
    canvas.hidden = !shot;
    video.hidden = shot;
    lines.toggleAttribute("hidden", shot);
    part("again").hidden = !shot;
    part("shoot").hidden = shot;
  };
  const close = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    stage.hidden = part("acts").hidden = true;
    part("open").hidden = false;
  };
  part("open").addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 1920 }, height: { ideal: 1440 }, facingMode: "user" } });
    } catch {
      say("没有打开摄像头。请在浏览器中允许使用摄像头，或直接上传照片");
      return;
    }
    video.srcObject = stream;
    await video.play();
    stage.hidden = part("acts").hidden = false;
    part("open").hidden = true;
    show(false);
    say("对准轮廓后按“拍照”");
    part("shoot").focus();
  });
  part("shoot").addEventListener("click", () => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
      input.files = files.files;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      show(true);
      say("已拍好，随核验单一起保存");
      part("again").focus();
    }, "image/jpeg", 0.92);
  });
  part("again").addEventListener("click", () => { show(false); part("shoot").focus(); });
  part("close").addEventListener("click", () => { close(); part("open").focus(); });
  addEventListener("pagehide", close);
}

// Material viewer: wheel with Ctrl zooms, dragging moves.
const viewerSet = (viewer, kind) => all(`[data-set=${kind}] input`, viewer);
function viewerStep(viewer, kind, step, round) {
  const list = viewerSet(viewer, kind), at = list.findIndex((r) => r.checked);
  const to = round ? (at + step + list.length) % list.length : Math.min(Math.max(at + step, 0), list.length - 1);
  if (list[to]) list[to].checked = true;
}
for (const viewer of all("[data-viewer]")) {
  const pane = viewer.querySelector("[data-pane]");
  if (!pane) continue;
  pane.dataset.pan = "";
  let from = null;
  pane.addEventListener("wheel", (e) => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    viewerStep(viewer, "z", e.deltaY < 0 ? 1 : -1);
  }, { passive: false });
  pane.addEventListener("pointerdown", (e) => {
    if (e.button !== 0 || e.pointerType !== "mouse" || e.target.closest("a, button, input, label")) return;
    from = { x: e.clientX + pane.scrollLeft, y: e.clientY + pane.scrollTop };
    pane.dataset.pan = "on";
    pane.setPointerCapture(e.pointerId);
    e.preventDefault();
  });
  pane.addEventListener("pointermove", (e) => { if (from) pane.scrollTo(from.x - e.clientX, from.y - e.clientY); });
  for (const end of ["pointerup", "pointercancel"]) pane.addEventListener(end, () => { from = null; pane.dataset.pan = ""; });
}

// Single keys on staff pages, only where the reader has switched them on and the
// focus is not in a control that takes text.
if (document.documentElement.dataset.keys === "on" && document.body.dataset.density === "staff") {
  const viewer = document.querySelector("[data-viewer]"), dialog = document.getElementById("keys");
  let row = null, after = "";
  const press = (el) => {
    if (el && (typing(el) || el.type === "radio")) el.focus();
    if (el && !typing(el)) el.click();
    return !!el;
  };
  const named = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const among = (rows, at) => {
    if (!rows.length) return false;
    row?.removeAttribute("data-focus");
    row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    row.setAttribute("data-focus", "");
    row.tabIndex = -1;
    row.focus();
    return true;
  };
  const move = (step) => { const rows = all("[data-row]"); return among(rows, rows.indexOf(row) + step); };
  const group = (step) => { // the first row of the next section
    const firsts = all(".c-review").map((s) => s.querySelector("[data-row]")).filter(Boolean);
    const at = row ? firsts.findLastIndex((f) => f === row || f.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) : -1;
    return among(firsts, at + step);
  };
  const tick = () => press(row?.querySelector("input[name=mark], .c-tick input"));
  const zoom = (n) => viewer && (viewerStep(viewer, "z", n), true);
  const acts = {
    j: () => move(1), k: () => move(-1), ".": () => group(1), ",": () => group(-1), x: tick,
    "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1), 0: () => zoom(-9),
    "[": () => viewer && (viewerStep(viewer, "t", -1, true), true), "]": () => viewer && (viewerStep(viewer, "t", 1, true), true),
    "?": () => dialog && (dialog.open ? dialog.close() : dialog.showModal(), true),
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || typing(e.target)) return;
    if (dialog?.open && e.key !== "?") return;
    const key = e.key.toLowerCase(), pair = after ? `${after} ${key}` : key;
    after = key === "g" && !after ? "g" : "";
    const shown = viewer && /^[1-9]$/.test(key) ? viewerSet(viewer, "m")[key - 1] : null;
    if (shown) { shown.checked = true; e.preventDefault(); return; }
    if (acts[key] ? acts[key]() : press(named(pair))) e.preventDefault();
  });
}
