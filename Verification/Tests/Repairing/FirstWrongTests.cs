using CnnVerified.Verification.Repairing;
using CnnVerified.Verification.Tracing;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Where a backward pass goes wrong first.</summary>
public class FirstWrongTests
{
    private static double Value(double[] x)
    {
        var u = x[0] * x[1];
        var v = Math.Sin(u);
        return v * x[2];
    }

    private static double[] Gradient(double[] x)
    {
        var u = x[0] * x[1];
        var dv = x[2];
        var du = dv * Math.Exp(u);                                                  // Cos
        return [du * x[1], du * x[0], Math.Sin(u)];
    }

    [Test]
    public void Is_the_operation_whose_operands_are_right_and_whose_result_is_not()
    {
        double[] x = [0.5, 0.7, 1.1], given = Gradient(x);
        double u = 0.5 * 0.7, du = 1.1 * Math.Cos(u);
        var forward = Tape.OfCode([("x", x, [.. x])], interpreter => interpreter.Call(Value, x))!;
        var tape = Tape.OfCode([("x", x, [.. x])], interpreter => interpreter.Call(Gradient, x))!;
        var pass = BackwardTape.Of(
            tape, [(new(new Shape(3), given), new(new Shape(3), du * x[1], du * x[0], given[2]))], 1e-9)!;
        var first = new FirstWrong(pass, forward, [1]);
        Assert.That(first.Steps.Select(n => tape.Steps[n].Value), Is.EqualTo(new[] { Math.Exp(u) }).Within(1e-12));
        Assert.That(tape.Steps.Where((_, n) => !first.IsRight(n)).Select(step => step.Value),
            Is.EqualTo(new[] { Math.Exp(u), 1.1 * Math.Exp(u), given[0], given[1] }).Within(1e-12));
    }
}
