//! Doc.
use std::{fmt, io::Read as R};
mod inner;

pub(crate) async unsafe fn f<'a, T: fmt::Debug>(x: &'a mut T) -> Result<(), E>
where
    T: Send,
{
    if let Some(y) = g()? && y > 1 || !z {
        return Err(E);
    } else {
        'outer: loop { break 'outer; }
    }
    match x {
        A::B { c, .. } if c => println!("{}", c),
        1..=2 | _ => for i in 0..3 { continue },
    }
    while h() {}
    let k = move |a| a.await;
    Ok(())
}

#[derive(Clone)]
pub struct S<T>(T);
impl<T> Trait for S<T> { const N: usize = r#"a"#.len(); }
#[cfg(test)]
mod tests { use super::*; }
