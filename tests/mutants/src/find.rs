//! Finds every change that can be made in a file.

use std::collections::HashMap;
use std::ops::Range;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, ImplItemFn, ItemFn, Signature, Stmt, TraitItemFn};

use crate::mutant::{Edit, Key, Mutant, Source, Weave};
use crate::{operators, values};

/// The longest quotation of code in the name of a change, in characters.
const QUOTED: usize = 70;

/// Returns every change of a file, in the order of its text, and the names of the modules it keeps for its tests.
///
/// # Errors
/// When the file is no Rust.
pub(crate) fn mutants(source: &Source) -> syn::Result<(Vec<Mutant>, Vec<String>)> {
    let file = syn::parse_file(&source.text)?;
    let mut finder = Finder { source, names: Vec::new(), functions: 0, found: Vec::new(), tests: Vec::new() };
    finder.visit_file(&file);
    finder.found.sort_by_key(|found| (found.1.site.start, found.1.edit.range.start));
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    let numbered = finder.found.into_iter().map(|((function, change), mut mutant)| {
        let nth = seen.entry((function.clone(), change.clone())).or_default();
        *nth += 1;
        mutant.key = Key { file: source.path.clone(), function, change, nth: *nth };
        mutant
    });
    Ok((numbered.collect(), finder.tests))
}

struct Finder<'s> {
    source: &'s Source,
    /// The modules, types and functions about the place that is looked at.
    names: Vec<String>,
    /// How many functions are about it.
    functions: usize,
    /// The changes, each with its function and its words.
    found: Vec<((String, String), Mutant)>,
    tests: Vec<String>,
}

impl Finder<'_> {
    fn add(&mut self, weave: Weave, site: Range<usize>, edit: Range<usize>, with: &str, change: String) {
        if self.functions == 0 {
            return;
        }
        let key = Key { file: String::new(), function: String::new(), change: String::new(), nth: 0 };
        let line = self.source.text[..edit.start].matches('\n').count() + 1;
        let edit = Edit { range: edit, with: with.to_owned() };
        self.found.push(((self.names.join("::"), change), Mutant { key, weave, site, edit, line }));
    }

    /// Adds the change of a whole expression.
    fn replace(&mut self, of: Range<usize>, with: &str, change: String) {
        self.add(Weave::Expression, of.clone(), of, with, change);
    }

    /// Returns the text of a range on one line, cut where it is long.
    fn quoted(&self, range: Range<usize>) -> String {
        let text = self.source.text[range].split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(QUOTED) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text,
        }
    }

    fn function(
        &mut self,
        attributes: &[Attribute],
        signature: &Signature,
        body: &Block,
        go_on: impl FnOnce(&mut Self),
    ) {
        if signature.constness.is_some() || is_for_tests(attributes) {
            return;
        }
        self.names.push(signature.ident.to_string());
        self.functions += 1;
        let start = body.brace_token.span.open().byte_range().end;
        for value in values::of_return(&signature.output).iter().filter(|value| !values::is_only(body, value)) {
            let change = format!("the body becomes `{value}`");
            self.add(Weave::Body, start..start, start..start, &format!(" return {value};"), change);
        }
        go_on(self);
        self.functions -= 1;
        self.names.pop();
    }

    fn within(&mut self, name: String, go_on: impl FnOnce(&mut Self)) {
        self.names.push(name);
        go_on(self);
        self.names.pop();
    }

    /// Adds the changes of a condition; one that is made true in a loop would go on for ever.
    fn condition(&mut self, condition: &Expr, what: &str, values: &[&str]) {
        let range = condition.span().byte_range();
        let words = self.quoted(range.clone());
        if has_let(condition) {
            let end = range.end..range.end;
            self.add(Weave::Chain, end.clone(), end, " && false", format!("the {what} `{words}` never holds"));
            return self.parts(condition);
        }
        for value in values {
            self.replace(range.clone(), value, format!("the {what} `{words}` becomes `{value}`"));
        }
    }

    /// Adds the changes of the parts of a condition with `let` that have none themselves.
    fn parts(&mut self, condition: &Expr) {
        match condition {
            Expr::Binary(and) if has_let(condition) => {
                self.parts(&and.left);
                self.parts(&and.right);
            }
            Expr::Let(_) => {}
            part => {
                let range = part.span().byte_range();
                let change = format!("the condition `{}` becomes `true`", self.quoted(range.clone()));
                self.replace(range, "true", change);
            }
        }
    }

    fn arms(&mut self, arms: &[syn::Arm]) {
        let takes_all = |arm: &syn::Arm| {
            arm.guard.is_none()
                && match &arm.pat {
                    syn::Pat::Wild(_) => true,
                    syn::Pat::Ident(name) => {
                        name.subpat.is_none() && name.ident.to_string().starts_with(char::is_lowercase)
                    }
                    _ => false,
                }
        };
        let all = arms.iter().position(takes_all).unwrap_or(0);
        for arm in &arms[..all] {
            if arm.guard.is_none() {
                let range = arm.pat.span().byte_range();
                let change = format!("the arm `{}` is deleted", self.quoted(range.clone()));
                let end = range.end..range.end;
                self.add(Weave::Arm, end.clone(), end, " if false", change);
            }
        }
        for (_, guard) in arms.iter().filter_map(|arm| arm.guard.as_ref()) {
            self.condition(guard, "guard", &["true", "false"]);
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_trait_item_const(&mut self, _: &'ast syn::TraitItemConst) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if is_for_tests(&item.attrs) {
            return self.tests.push(item.ident.to_string());
        }
        self.within(item.ident.to_string(), |finder| visit::visit_item_mod(finder, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let name = |tokens: &dyn Fn() -> String| tokens().replace(' ', "");
        let of = name(&|| item.self_ty.to_token_stream().to_string());
        let name = match &item.trait_ {
            Some((_, of_what, _)) => format!("<{of} as {}>", name(&|| of_what.to_token_stream().to_string())),
            None => of,
        };
        self.within(name, |finder| visit::visit_item_impl(finder, item));
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.within(item.ident.to_string(), |finder| visit::visit_item_trait(finder, item));
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.function(&item.attrs, &item.sig, &item.block, |finder| visit::visit_item_fn(finder, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.attrs, &item.sig, &item.block, |finder| visit::visit_impl_item_fn(finder, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(body) = &item.default {
            self.function(&item.attrs, &item.sig, body, |finder| visit::visit_trait_item_fn(finder, item));
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let Stmt::Expr(expr, Some(_)) = statement {
            let inner = if let Expr::Try(tried) = expr { &tried.expr } else { expr };
            if matches!(inner, Expr::MethodCall(_) | Expr::Call(_) | Expr::Assign(_)) {
                let range = statement.span().byte_range();
                let change = format!("the statement `{}` is deleted", self.quoted(range.clone()));
                self.add(Weave::Statement, range.clone(), range, "", change);
            }
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let whole = binary.span().byte_range();
        if !has_let(&binary.left) && !has_let(&binary.right) {
            let op = binary.op.span().byte_range();
            for with in operators::instead_of(&binary.op) {
                let (was, words) = (&self.source.text[op.clone()], self.quoted(whole.clone()));
                let change = format!("`{was}` becomes `{with}` in `{words}`");
                self.add(Weave::Expression, whole.clone(), op.clone(), with, change);
            }
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        if matches!(unary.op, syn::UnOp::Not(_) | syn::UnOp::Neg(_)) {
            let whole = unary.span().byte_range();
            let op = unary.op.span().byte_range();
            let change =
                format!("`{}` is taken away in `{}`", &self.source.text[op.clone()], self.quoted(whole.clone()));
            self.add(Weave::Expression, whole, op, "", change);
        }
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_lit(&mut self, literal: &'ast syn::ExprLit) {
        let syn::Lit::Int(int) = &literal.lit else { return };
        let Ok(value) = int.base10_parse::<u128>() else { return };
        let range = int.span().byte_range();
        let was = self.source.text[range.clone()].to_owned();
        for value in [value.checked_sub(1), value.checked_add(1)].into_iter().flatten() {
            let with = format!("{value}{}", int.suffix());
            self.replace(range.clone(), &with, format!("`{was}` becomes `{with}`"));
        }
    }

    fn visit_expr_range(&mut self, range: &'ast syn::ExprRange) {
        let (whole, dots) = (range.span().byte_range(), range.limits.span().byte_range());
        if let Some(end) = &range.end
            && !matches!(**end, Expr::Lit(_))
        {
            // The two kinds of range differ in their type, so that the end moves in the place of the dots.
            let (with, by) = if dots.len() == 2 { ("..=", "+ 1") } else { ("..", "- 1") };
            let end = end.span().byte_range();
            let moved = format!("({}) {by}", &self.source.text[end.clone()]);
            let change = format!("`{}` becomes `{with}` in `{}`", &self.source.text[dots], self.quoted(whole));
            self.replace(end, &moved, change);
        }
        visit::visit_expr_range(self, range);
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.condition(&branch.cond, "condition", &["true", "false"]);
        visit::visit_expr_if(self, branch);
    }

    fn visit_expr_while(&mut self, branch: &'ast syn::ExprWhile) {
        self.condition(&branch.cond, "condition", &["false"]);
        visit::visit_expr_while(self, branch);
    }

    fn visit_expr_match(&mut self, branch: &'ast syn::ExprMatch) {
        self.arms(&branch.arms);
        visit::visit_expr_match(self, branch);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Some(with) = operators::instead_of_method(&call.method.to_string()) {
            let (whole, name) = (call.span().byte_range(), call.method.span().byte_range());
            let change = format!("`{}` becomes `{with}` in `.{}`", call.method, self.quoted(name.start..whole.end));
            self.add(Weave::Expression, whole, name, with, change);
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Returns whether a condition has a `let` in it, which stands nowhere but between `&&`.
fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(and) if matches!(and.op, syn::BinOp::And(_)) => has_let(&and.left) || has_let(&and.right),
        _ => false,
    }
}

/// Returns whether an item is built for tests alone.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().contains("test")
    })
}
