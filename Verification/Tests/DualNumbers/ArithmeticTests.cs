using FsCheck.Fluent;

namespace CnnVerified.Verification.Tests.DualNumbers;

/// <summary>The rules of differentiation, as identities that hold for any derivatives.</summary>
public class ArithmeticTests
{
    /// <summary>Dual numbers with values from 1 to 4 or from −4 to −1, and derivatives from −4 to 4.</summary>
    private static readonly FsCheck.Arbitrary<Dual> Duals = (
        from value in Gen.Choose(100, 400)
        from negative in Gen.Elements(false, true)
        from derivative in Gen.Choose(-400, 400)
        select new Dual((negative ? -value : value) / 100.0, derivative / 100.0)).ToArbitrary();

    [FsCheck.NUnit.Property]
    public FsCheck.Property Sum_has_the_sum_of_the_derivatives() =>
        Prop.ForAll(Duals, Duals, (x, y) => (x + y).Derivative == x.Derivative + y.Derivative);

    [FsCheck.NUnit.Property]
    public FsCheck.Property Difference_undoes_the_sum() => Prop.ForAll(Duals, Duals, (x, y) => Same(x + y - y, x));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Product_rule_is_the_binomial_formula() =>
        Prop.ForAll(Duals, Duals, (x, y) => Same((x + y) * (x - y), x * x - y * y));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Quotient_undoes_the_product() => Prop.ForAll(Duals, Duals, (x, y) => Same(x * y / y, x));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Quotient_is_the_product_with_a_power() =>
        Prop.ForAll(Duals, Duals, (x, y) => Same(x / y, x * Dual.Pow(y, -1)));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Chain_rule_takes_logarithm_of_exponential_back_to_its_argument() =>
        Prop.ForAll(Duals, x => Same(Dual.Log(Dual.Exp(x)), x));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Chain_rule_takes_root_of_square_to_the_magnitude() =>
        Prop.ForAll(Duals, x => Same(Dual.Sqrt(x * x), Dual.Abs(x)));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Logarithm_of_a_power_is_a_multiple_of_the_logarithm() =>
        Prop.ForAll(Duals, Duals, (x, y) => Same(Dual.Log(Dual.Pow(Dual.Abs(x), y)), y * Dual.Log(Dual.Abs(x))));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Squares_of_sine_and_cosine_add_up_to_a_constant() =>
        Prop.ForAll(Duals, x => Same(Dual.Sin(x) * Dual.Sin(x) + Dual.Cos(x) * Dual.Cos(x), 1));

    [FsCheck.NUnit.Property]
    public FsCheck.Property Hyperbolic_tangent_is_a_quotient_of_exponentials() =>
        Prop.ForAll(Duals, x => Same(Dual.Tanh(x), 1 - 2 / (Dual.Exp(2 * x) + 1)));

    [Test]
    public void Polynomial_with_whole_coefficients_has_its_exact_derivative()
    {
        var x = Dual.Variable(3);
        Assert.That((2 * x * x * x - 5 * x * x + x - 7).Derivative, Is.EqualTo(6 * 9 - 10 * 3 + 1));
    }

    private static bool Same(Dual x, Dual y) =>
        Math.Abs(x.Value - y.Value) <= Tolerances.DualRounding
        && Math.Abs(x.Derivative - y.Derivative) <= Tolerances.DualRounding;
}
