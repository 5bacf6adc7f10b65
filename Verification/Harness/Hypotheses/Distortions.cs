namespace CnnVerified.Verification.Hypotheses;

/// <summary>Mistakes of value: a function of each entry alone.</summary>
internal static class Distortions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Rearrangement> All { get; } =
    [
        new("|{0}|", "an absolute value or a norm where signs matter", Each(Math.Abs)),
        new("{0}²", "a factor that is there twice", Each(x => x * x)),
        new("√|{0}|", "a root, as of a norm", Each(x => Math.Sqrt(Math.Abs(x)))),
        new("the sign of {0}", "a division by the entry's own size", Each(x => double.IsNaN(x) ? x : Math.Sign(x))),
        new("{0} with negative entries set to 0", "a max(0, ·), or what is subtracted: it is left out",
            Each(x => Math.Max(x, 0))),
        new("{0} with positive entries set to 0", "a min(0, ·), or an inverted mask", Each(x => Math.Min(x, 0))),
    ];

    /// <summary>Applies a function to every entry.</summary>
    public static Func<Tensor<double>, Tensor<double>> Each(Func<double, double> f) => tensor =>
    {
        var result = tensor.Clone();
        foreach (ref var value in result.Values) value = f(value);
        return result;
    };
}
