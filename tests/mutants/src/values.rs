//! The values that a function's body is replaced by, from the type it returns.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, ReturnType, Type};

/// Returns the values, as code; none when no value of the type can be thought of.
pub(crate) fn of_return(output: &ReturnType) -> Vec<String> {
    match output {
        ReturnType::Default => vec!["()".to_owned()],
        ReturnType::Type(_, ty) => of_type(ty),
    }
}

fn of_type(ty: &Type) -> Vec<String> {
    let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    match ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => own(&["()"]),
        Type::Tuple(tuple) => {
            let parts: Option<Vec<String>> = tuple.elems.iter().map(first).collect();
            parts.map(|parts| format!("({})", parts.join(", "))).into_iter().collect()
        }
        Type::Reference(reference) if reference.mutability.is_none() => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => own(&["\"\"", "\"xyzzy\""]),
            Type::Slice(_) => own(&["&[]"]),
            _ => Vec::new(),
        },
        Type::Path(path) => of_path(&path.path),
        _ => Vec::new(),
    }
}

fn of_path(path: &syn::Path) -> Vec<String> {
    let Some(last) = path.segments.last() else { return Vec::new() };
    let inner = || match &last.arguments {
        PathArguments::AngleBracketed(args) => args.args.iter().find_map(|arg| match arg {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }),
        _ => None,
    };
    let wrapped =
        |with: &str| inner().into_iter().flat_map(of_type).map(|value| format!("{with}({value})")).collect::<Vec<_>>();
    let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    match last.ident.to_string().as_str() {
        "bool" => own(&["true", "false"]),
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => own(&["0", "1"]),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => own(&["0", "1", "-1"]),
        "String" => own(&["String::new()", "String::from(\"xyzzy\")"]),
        "Cow" => own(&["\"\".into()"]),
        "Option" => std::iter::once("None".to_owned()).chain(wrapped("Some")).collect(),
        "Result" if inner().is_some() => wrapped("Ok"),
        "Result" => own(&["Ok(Default::default())"]),
        "Vec" => {
            let one = inner().and_then(first).map(|value| format!("vec![{value}]"));
            std::iter::once("Vec::new()".to_owned()).chain(one).collect()
        }
        _ => own(&["Default::default()"]),
    }
}

fn first(ty: &Type) -> Option<String> {
    of_type(ty).into_iter().next()
}

/// Returns whether a body is nothing but a value, so that the value would replace it by itself.
pub(crate) fn is_only(body: &syn::Block, value: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let value = if value == "()" { "" } else { value };
    squeezed(&body.to_token_stream().to_string()) == squeezed(&format!("{{{value}}}"))
}
