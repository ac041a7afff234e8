using System;
using static System.Math;
using L = System.Collections.Generic.List<int>;
namespace A.B;

[Serializable]
public abstract partial class C<T> : D, IE where T : class, new()
{
    public int X { get; private set; } = 1;
    public C(int x) : base(x) { }
    public static async Task<T> F(params int[] a)
    {
        foreach (var i in a)
            if (i > 1 && i is not 3 || !G()) continue; else break;
        try { return a switch { [1, ..] => null, { Length: > 2 } when a[0] == 1 => await H(), _ => throw new E() }; }
        catch (E e) when (e.X) { lock (e) { } }
        finally { Func<int, int> f = static x => x ?? 1; }
        switch (a[0]) { case 1: goto default; default: yield return $"a{a[0]:x}"; break; }
    }
    event Action Z;
}
record struct P(int X);
