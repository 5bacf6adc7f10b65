namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>
/// Registers for numbers that go in pairs, such as the two in a row of a 2×2 window: a type, so that pooling is written
/// once and compiled for each kind. The two halves of a register come from two places, which may overlap at the end of
/// a row.
/// </summary>
internal interface IPairedRegisters<T, V>
{
    /// <summary>Numbers in half a register.</summary>
    static abstract int Half { get; }

    /// <summary>The first and the second ones of as many pairs as two halves take.</summary>
    static abstract (V Even, V Odd) Split(ref T lower, ref T upper);

    /// <summary>Writes first and second ones by turns.</summary>
    static abstract void Merge(V even, V odd, ref T lower, ref T upper);

    /// <summary>The numbers at two places.</summary>
    static abstract V Load(ref T lower, ref T upper);

    /// <summary>Writes numbers to two places.</summary>
    static abstract void Store(V v, ref T lower, ref T upper);

    /// <summary>Bits set where the later number is larger or NaN.</summary>
    static abstract V Beats(V later, V first);

    /// <summary>a where the mask's bits are set, b elsewhere.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>a where the mask's bits are set, 0 elsewhere.</summary>
    static abstract V Where(V mask, V a);

    /// <summary>0 where the mask's bits are set, a elsewhere.</summary>
    static abstract V Unless(V mask, V a);

    /// <summary>a + b.</summary>
    static abstract V Add(V a, V b);

    /// <summary>a / b.</summary>
    static abstract V Divide(V a, T b);
}
