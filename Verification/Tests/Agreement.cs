namespace CnnVerified.Verification.Tests;

/// <summary>Whether two tensors agree, with the first entry named where they do not.</summary>
internal static class Agreement
{
    /// <summary>Same shape, and every entry within a tolerance relative to max(1, |expected|).</summary>
    public static void Require(string name, Tensor<double> actual, Tensor<double> expected, double tolerance)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape), $"shape of {name}");
        for (var i = 0; i < expected.Shape.Count; i++)
        {
            var error = Math.Abs(actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
            if (!(error <= tolerance)) throw Difference(name, actual, expected, i, $" to within {tolerance:R}");
        }
    }

    /// <summary>Same shape and the same bits in every entry.</summary>
    public static void RequireSameBits(string name, Tensor<double> actual, Tensor<double> expected)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape), $"shape of {name}");
        for (var i = 0; i < expected.Shape.Count; i++)
        {
            if (BitConverter.DoubleToInt64Bits(actual[i]) != BitConverter.DoubleToInt64Bits(expected[i]))
                throw Difference(name, actual, expected, i, ", bit for bit");
        }
    }

    /// <summary>
    /// Thrown rather than asserted, so that of a property's failures only the shrunk one is reported.
    /// </summary>
    private static AssertionException Difference(
        string name, Tensor<double> actual, Tensor<double> expected, int i, string how) =>
        new($"{name}[{string.Join(", ", expected.Shape.IndexOf(i))}] is {actual[i]:R}, "
            + $"but must be {expected[i]:R}{how}.");
}
