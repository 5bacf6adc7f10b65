using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>⟨a, b⟩ over all entries, and the tensors that tests make for it.</summary>
internal static class InnerProduct
{
    public static double With(this Tensor<double> a, Tensor<double> b)
    {
        Assert.That(a.Shape, Is.EqualTo(b.Shape));
        var sum = 0.0;
        for (var i = 0; i < a.Shape.Count; i++) sum += a[i] * b[i];
        return sum;
    }

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
