-- Drives `bcf lsp` from Neovim without a screen, and writes down what an editor shows:
--
--   BCF=target/release/bcf PLAN=plan.toml OUT=transcript.txt nvim --headless -u NONE -c "luafile tests/editors/neovim.lua"
--
-- PLAN is plans/example-county.toml in which `amount = { 2017-18 = 21_486_312` of the first source became `12_486_312`.
local bin, out = vim.env.BCF, io.open(vim.env.OUT, "w")
local function say(...) out:write(table.concat(vim.tbl_map(tostring, {...}), " "), "\n") out:flush() end
local v = vim.version()
say("# Neovim "..v.major.."."..v.minor.."."..v.patch..", headless, with `bcf lsp`")
vim.cmd("edit "..vim.fn.fnameescape(vim.env.PLAN))
local buf = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "bcf", cmd = { bin, "lsp" }, root_dir = vim.fn.getcwd(), init_options = { today = "2018-06-01" } })
vim.lsp.buf_attach_client(buf, id)
local function wait(f) return vim.wait(20000, f, 20) end
wait(function() return #vim.diagnostic.get(buf) > 0 end)
local client = vim.lsp.get_client_by_id(id)
say("\n## It opens a plan in which a figure has two digits swapped\n")
local function show()
  local n = vim.diagnostic.get(buf)
  table.sort(n, function(a, b) return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col) end)
  say(#n.." diagnostics")
  for i, d in ipairs(n) do if i <= 4 then
    local sev = ({ "error", "warning", "information", "hint" })[d.severity]
    say(string.format("plan.toml:%d:%d: %s[%s] %s", d.lnum + 1, d.col + 1, sev, d.code or d.user_data.lsp.code, d.message:gsub("\n", "\n    ")))
    local rel = d.user_data and d.user_data.lsp and d.user_data.lsp.relatedInformation or {}
    for j, r in ipairs(rel) do if j <= 3 then say("    line "..(r.location.range.start.line + 1)..": "..r.message) end end
    if #rel > 3 then say("    and "..(#rel - 3).." more figures") end
  end end
  return n
end
vim.wait(2000, function() return false end)
show()
local function ask(method, params)
  local r = client.request_sync(method, params, 20000, buf)
  if r.err then say("error "..r.err.code..": "..r.err.message) end
  return r.result
end
local function at(pattern, shift)
  vim.fn.cursor(1, 1) vim.fn.search(pattern, "cW")
  local pos = vim.api.nvim_win_get_cursor(0)
  vim.api.nvim_win_set_cursor(0, { pos[1], pos[2] + (shift or 0) })
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end
say("\n## The cursor is on the figure: hover\n")
say(table.concat(vim.lsp.util.convert_input_to_markdown_lines(ask("textDocument/hover", at("12_486_312", 2)).contents), "\n"))
say("\n## A line is typed: completion of a word, and of the keys an entry lacks\n")
local last = vim.api.nvim_buf_line_count(buf)
vim.api.nvim_buf_set_lines(buf, last, last, false, { "[[sources]]", "kind = \"\"" })
local c = ask("textDocument/completion", { textDocument = vim.lsp.util.make_text_document_params(buf), position = { line = last + 1, character = 8 } })
for i, item in ipairs(c) do if i <= 5 then say(item.label.."  "..(item.detail or "")) end end
say("(of "..#c..")")
vim.api.nvim_buf_set_lines(buf, last + 2, last + 2, false, { "" })
c = ask("textDocument/completion", { textDocument = vim.lsp.util.make_text_document_params(buf), position = { line = last + 2, character = 0 } })
for i, item in ipairs(c) do if i <= 5 then say(item.label.."  "..(item.detail or "")) end end
say("(of "..#c..")")
vim.api.nvim_buf_set_lines(buf, last, last + 3, false, {})
say("\n## Where a partner's id is used, a waiver among the places, and another name for it\n")
last = vim.api.nvim_buf_line_count(buf)
vim.api.nvim_buf_set_lines(buf, last, last, false, {
  "[[waivers]]", "rule = \"allocations-do-not-add-up\"", "at = \"allocations.by_partner.north-ccg\"",
  "reason = \"the area boundary moved\"", "by = \"north-ccg\"", "on = 2018-05-01", "until = 2018-12-31",
})
local p = at("id = \"north-ccg\"", 7)
p.context = { includeDeclaration = true }
say("references: "..#ask("textDocument/references", p))
p = at("by = \"north-ccg\"", 7)
local there = ask("textDocument/definition", p)
say("from the waiver to its entry: line "..(there.range.start.line + 1))
local before = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
p.newName = "northern-ccg"
local edit = ask("textDocument/rename", p)
vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
for n, line in ipairs(vim.api.nvim_buf_get_lines(buf, 0, -1, false)) do
  if line ~= before[n] then say(string.format("%5d: %s", n, line:sub(1, 60))) end
end
vim.api.nvim_buf_set_lines(buf, last, last + 7, false, {})
say("\n## The lens on [plan]\n")
say(ask("textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params(buf) })[1].command.title)
say("\n## The outline, and the sums behind amounts\n")
local symbols = ask("textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params(buf) })
for i, one in ipairs(symbols) do if i <= 4 then say(one.name..": "..#(one.children or {}).." in it") end end
local hints = ask("textDocument/inlayHint", {
  textDocument = vim.lsp.util.make_text_document_params(buf),
  range = { start = { line = 0, character = 0 }, ["end"] = { line = 400, character = 0 } },
})
for i, hint in ipairs(hints) do if i <= 2 then say("line "..(hint.position.line + 1).." "..hint.label) end end
say("\n## What mends it, at one of the findings\n")
local range = vim.lsp.util.make_given_range_params({ 1, 0 }, { 1, 0 }, buf, client.offset_encoding)
local d = vim.diagnostic.get(buf)[1]
range.range = { start = { line = d.lnum, character = d.col }, ["end"] = { line = d.end_lnum, character = d.end_col } }
range.context = { diagnostics = {} }
local actions = ask("textDocument/codeAction", range)
for _, a in ipairs(actions) do say("- "..a.title..(a.isPreferred and "  (preferred)" or "")) end
vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
wait(function() return #vim.diagnostic.get(buf) == 0 end)
say("\n## Taken\n")
show()
say(ask("textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params(buf) })[1].command.title)
client.stop()
wait(function() return client.is_stopped() end)
say("\nthe server has ended: "..tostring(client.is_stopped()))
vim.cmd("qa!")
