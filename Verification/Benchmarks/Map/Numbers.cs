namespace CnnVerified.Verification.Benchmarks;

/// <summary>Tensors of normal numbers in no time: a few thousand of them, over and over.</summary>
internal static class Numbers
{
    private const int Count = 4093;             // a prime: rows differ

    /// <summary>A tensor of them.</summary>
    public static Tensor<T> Of<T>(Shape shape) where T : IFloatingPointIeee754<T>
    {
        var tensor = new Tensor<T>(shape);
        Fill(tensor);
        return tensor;
    }

    /// <summary>Writes them.</summary>
    public static void Fill<T>(Tensor<T> tensor) where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> block = Known<T>.Block;
        for (var rest = tensor.Values; !rest.IsEmpty; rest = rest[Math.Min(Count, rest.Length)..])
            block[..Math.Min(Count, rest.Length)].CopyTo(rest);
    }

    private static class Known<T> where T : IFloatingPointIeee754<T>
    {
        public static readonly T[] Block = Draw.Normal(new Shape(Count), seed: 0).Over<T>().Values.ToArray();
    }
}
