using System.Globalization;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Where two tensors that should agree first differ, in words; null if they agree.</summary>
internal static class Difference
{
    /// <summary>The first entry whose bits differ (0 and −0 count as equal).</summary>
    public static string? InBits(string name, Tensor<double> actual, Tensor<double> expected)
    {
        for (var i = 0; i < expected.Shape.Count; i++)
            if (!actual[i].Equals(expected[i]))
                return Sentence(name, actual, expected, i);
        return null;
    }

    /// <summary>
    /// The first entry that differs by more than rounding: relative to the larger of it and
    /// the tensor's root mean square.
    /// </summary>
    public static string? BeyondRounding(string name, Tensor<double> actual, Tensor<double> expected)
    {
        var scale = Math.Sqrt(expected.Values.ToArray().Average(v => v * v));
        for (var i = 0; i < expected.Shape.Count; i++)
            if (!(Math.Abs(actual[i] - expected[i])
                <= Tolerances.AnalyticRounding * Math.Max(Math.Abs(expected[i]), scale)))
                return Sentence(name, actual, expected, i);
        return null;
    }

    /// <summary>The first complaint about several pairs of tensors.</summary>
    public static string? First(
        Func<string, Tensor<double>, Tensor<double>, string?> compare,
        IEnumerable<(string Name, Tensor<double> Value)> actual,
        IEnumerable<(string Name, Tensor<double> Value)> expected) =>
        actual.Zip(expected, (a, e) => compare(a.Name, a.Value, e.Value))
            .FirstOrDefault(complaint => complaint is not null);

    private static string Sentence(string name, Tensor<double> actual, Tensor<double> expected, int i) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}[{string.Join(", ", expected.Shape.IndexOf(i))}] is {actual[i]:G10} where {expected[i]:G10} belongs");
}
