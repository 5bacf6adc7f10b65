using CnnVerified.Verification.Tracing;

namespace CnnVerified.Verification.Tests.Tracing;

/// <summary>
/// Code over double alone shows its operations, in whatever words of C# it is written: the tape's gradient is that of
/// central differences.
/// </summary>
public class InterpreterTests
{
    private static double[] X => InterpretedCodes.X;

    [Test]
    public void What_the_code_calls_its_values_is_known()
    {
        double[] x = [0.3, -0.8], data = [2, 5];
        var unit = x.Length / 2.0;
        var tape = Tape.OfCode([("x", x, [.. x])], interpreter => interpreter.Call((double[] v) =>
        {
            var (scaled, sum) = (new double[2], 0.0);
            for (var i = 0; i < 2; i++) scaled[i] = v[i] * data[i] * unit;
            foreach (var one in scaled) sum += one;
            return sum * 2;
        }, x))!;
        Assert.Multiple(() =>
        {
            Assert.That(Values("x"), Is.EqualTo(new[] { 0.3, -0.8 }));
            Assert.That(Values("data"), Is.EqualTo(new[] { 2.0, 5 }));
            Assert.That(Values("scaled"), Is.EqualTo(new[] { 0.6, -4 }).Within(1e-12));
            Assert.That(Values("sum"), Does.Contain(-3.4));
            Assert.That(Values("unit"), Is.EqualTo(new[] { 1.0 }), "It is one number, however often it is read.");
        });

        double[] Values(string name) => tape.Named.First(list => list.Name == name).Values;
    }

    private readonly struct Doubling(double[] times)
    {
        private readonly double[] times = times;

        public double[] Of(double[] x) => [x[0] * times[0], x[1] * times[0]];
    }

    [Test]
    public void A_method_of_a_struct_is_compiled_with_its_edits()
    {
        var code = new Doubling([2]);
        Func<double[], double[]> of = code.Of;
        var schemata = new Schemata([of.Method], []);
        Assert.That(schemata.Entry(of.Method)?.Invoke([code, X], schemata.RunOf(Schemata.Unchanged)),
            Is.EqualTo(of(X)));
    }

    private sealed class Noting
    {
        public List<double> Noted { get; private set; } = [1];

        public double Doubled(double[] x)
        {
            Noted = [];
            foreach (var one in x) Noted.Add(2 * one);
            var sum = 0.0;
            foreach (var one in Noted) sum += one;
            return sum;
        }
    }

    [Test]
    public void A_list_in_a_field_is_followed_and_is_afterwards_what_it_was()
    {
        var code = new Noting();
        double[] x = [0.3, -0.8];
        var tape = Tape.OfCode([("x", x, [.. x])], interpreter => interpreter.Call(code.Doubled, x));
        Assert.Multiple(() =>
        {
            Assert.That(tape?.Effects(0)[..2], Is.EqualTo(new[] { 2.0, 2 }));
            Assert.That(code.Noted, Is.EqualTo(new[] { 1.0 }));
        });
    }

    [TestCaseSource(typeof(InterpretedCodes), nameof(InterpretedCodes.All))]
    [TestCaseSource(typeof(InterpretedCalls), nameof(InterpretedCalls.All))]
    public void Its_tape_has_the_gradient_of_central_differences(object code)
    {
        var f = (Func<double[], double>)code;
        var x = (double[])X.Clone();
        var tape = Tape.OfCode([("", x, [.. x])], interpreter => interpreter.Call(f, x));
        Assert.That(tape, Is.Not.Null);
        var gradient = tape!.Gradients([new(4)], [1], tape.Own)[0].Values.ToArray();
        var differences = Enumerable.Range(0, 4).Select(i =>
        {
            double At(double h)
            {
                var moved = (double[])X.Clone();
                moved[i] += h;
                return f(moved);
            }
            return (At(1e-5) - At(-1e-5)) / 2e-5;
        });
        Assert.That(gradient, Is.EqualTo(differences).Within(1e-7));
    }

    [Test]
    public void Floats_are_rounded_as_the_code_rounds_them()
    {
        float[] x = [0.3f, -0.8f];
        var tape = Tape.OfCode([("", x, [x[0], x[1]])],
            interpreter => interpreter.Call((float[] v) => new[] { v[0] * v[1], MathF.Exp(v[0]) }, x))!;
        Assert.That(tape.Gradients([new(2)], [1, 2], tape.Own)[0].Values.ToArray(),
            Is.EqualTo(new[] { -0.8 + 2 * Math.Exp(0.3), 0.3 }).Within(1e-6));
    }

    [Test]
    public void What_is_not_known_what_never_ends_and_what_throws_leave_no_tape()
    {
        double[] x = [1];
        Assert.Multiple(() =>
        {
            Assert.That(Tape.OfCode([("", x, [1])], i => i.Call((double[] v) => Forever(v[0]), x)), Is.Null);
            Assert.That(Tape.OfCode([("", x, [1])], i => i.Call((double[] v) => Deep(v[0], 0), x)), Is.Null);
            Assert.That(Tape.OfCode([("", x, [1])], i => i.Call((double[] v) => v[1], x)), Is.Null);
            Assert.That(Tape.OfCode([("", x, [1])], i => i.Call(
                (double[] v) => v.CountBy(one => one).First().Key, x)), Is.Null);
        });
    }

    [Test]
    public void What_locks_is_not_interpreted_and_stays_free()
    {
        double[] x = [1];
        using var gate = new SemaphoreSlim(1);
        Assert.That(Tape.OfCode([("", x, [1])], i => i.Call((double[] v) => Guarded(v), x)), Is.Null);
        Assert.That(gate.CurrentCount, Is.EqualTo(1));

        double Guarded(double[] v)
        {
            gate.Wait();
            try
            {
                return v[0];
            }
            finally
            {
                gate.Release();
            }
        }
    }

    [Test]
    public void A_slip_is_named_with_its_line_in_code_over_double_alone()
    {
        var said = PlantedBugs.InsideTests.SaidOfCode(GradientCheck.Of(
            x => x[0] * Math.Tanh(x[1] * x[2]) + Math.Exp(x[3] * x[0]),
            x => [Math.Tanh(x[1] * x[2]) + x[3] * Math.Exp(x[3] * x[0]), x[0] * x[2], x[0] * x[1],
                x[0] * Math.Exp(x[3] * x[0])]).At(X));
        Assert.That(said, Does.Match(
            "dx = correct, but without the slope of Math.Tanh.x.1. \\* x.2.. on line [0-9]+ of InterpreterTests"));
    }

    [Test]
    public void A_slip_is_named_in_a_derivative_and_in_forward_mode() => Assert.Multiple(() =>
    {
        Assert.That(PlantedBugs.InsideTests.SaidOfCode(GradientCheck.OfPointwise(
            x => Math.Log(1 + Math.Exp(Math.Sin(x))), x => 1 / (1 + Math.Exp(-Math.Sin(x)))).At(X)),
            Does.Contain("without the slope of Math.Sin(x) on line "));
        Assert.That(PlantedBugs.InsideTests.SaidOfCode(GradientCheck.OfForwardMode(
            x => [Math.Tanh(x[0] * x[1] * x[2]), x[2] * x[3]],
            (x, dx) => [dx[0] * x[1] * x[2] + x[0] * dx[1] * x[2] + x[0] * x[1] * dx[2], dx[2] * x[3] + x[2] * dx[3]])
            .At(X)), Does.Contain("without the slope of Math.Tanh(x[0] * x[1] * x[2]) on line "));
    });

    private static double Forever(double x)
    {
        while (x > 0) x += 1;
        return x;
    }

    private static double Deep(double x, int depth) => depth > 100_000 ? x : Deep(x + 1, depth + 1);
}
