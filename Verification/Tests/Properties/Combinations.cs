namespace CnnVerified.Verification.Tests.Properties;

/// <summary>The tensors that tests make of others.</summary>
internal static class Combinations
{
    /// <summary>Every entry's absolute value.</summary>
    public static Tensor<double> Absolute(this Tensor<double> a) => a.Map(Math.Abs);

    /// <summary>f of every entry.</summary>
    public static Tensor<double> Map(this Tensor<double> a, Func<double, double> f) =>
        new(a.Shape, Array.ConvertAll(a.Values.ToArray(), value => f(value)));

    /// <summary>s·a + t·b.</summary>
    public static Tensor<double> Combine(double s, Tensor<double> a, double t, Tensor<double> b)
    {
        var sum = new Tensor<double>(a.Shape);
        for (var i = 0; i < a.Shape.Count; i++) sum[i] = s * a[i] + t * b[i];
        return sum;
    }
}
