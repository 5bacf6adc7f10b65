using CnnVerified.Verification.Repairing;
using CnnVerified.Verification.Tracing;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Entries that should be read are told as a formula of the loops' variables.</summary>
public class LinearIndexTests
{
    private static double[] Doubled(double[] x)
    {
        var y = new double[6];
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++) y[3 * i + j] = 2 * x[3 * i + j];
        return y;
    }

    [TestCase(new[] { 0, 2, 4, 1, 3, 5 }, "2 * j + i")]
    [TestCase(new[] { 0, 1, 2, 3, 4, 5 }, "3 * i + j")]
    [TestCase(new[] { 2, 1, 0, 5, 4, 3 }, "3 * i + 2 - j")]
    [TestCase(new[] { 1, 1, 1, 2, 2, 2 }, "i + 1")]
    [TestCase(new[] { 5, 4, 3, 5, 4, 3 }, "5 - j")]
    [TestCase(new[] { 0, 1, 3, 2, 4, 5 }, null)]
    public void As_far_as_it_is_a_sum_of_multiples_of_them(int[] index, string? formula)
    {
        double[] x = [0.6, -0.8, 1.3, 0.4, -0.2, 0.9];
        var tape = Tape.OfCode([("x", x, [.. x])], interpreter => interpreter.Call(Doubled, x))!;
        Assert.That(LinearIndex.Of(tape, [.. tape.Turns.Single()], index), Is.EqualTo(formula));
    }
}
