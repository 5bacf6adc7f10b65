using CnnVerified.Layers;
using CnnVerified.Verification.Repairing;
using CnnVerified.Verification.Tracing;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Which lines of a backward pass are suspected most.</summary>
public class SuspicionTests
{
    private static double[] Gradient(double[] x)
    {
        var both = x[0] * x[1];
        var right = both * x[2];
        return
        [
            right,
            both * x[0],                                                                // wrong
            both + both * 2,                                                            // wrong
        ];
    }

    [Test]
    public void What_moves_wrong_entries_alone_is_suspected_more_and_what_moves_right_ones_alone_not_at_all()
    {
        double[] x = [0.5, 0.7, 1.1], given = Gradient(x);
        var tape = Tape.OfCode([("x", x, [.. x])], interpreter => interpreter.Call(Gradient, x));
        var pass = BackwardTape.Of(
            tape, [(new(new Shape(3), given), new(new Shape(3), given[0], given[1] + 1, given[2] + 1))], 1e-9)!;
        var suspicion = new Suspicion(pass, first: null);
        double[] all = [.. tape!.Steps.Select(step => step.Place).OfType<CodePlace>().Select(suspicion.Of)];
        Assert.That(all.Take(2), Is.EqualTo(new[] { Math.Sqrt(2.0 / 3), 0 }).Within(1e-12));
        Assert.That(all.Skip(2), Has.All.EqualTo(1).Within(1e-12));
    }
}
