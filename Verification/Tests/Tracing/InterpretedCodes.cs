namespace CnnVerified.Verification.Tests.Tracing;

/// <summary>The ways in which people write a function of four numbers in C#.</summary>
internal static class InterpretedCodes
{
    public static readonly double[] X = [0.3, -0.8, 1.2, 0.5];
    private static readonly double[,] W = { { 0.4, -1.1 }, { 0.9, 0.2 } };

    public static IEnumerable<TestCaseData> All()
    {
        yield return Of("a loop", x =>
        {
            double sum = 0;
            for (var i = 0; i < x.Length; i++) sum += x[i] * x[i] * (i + 1);
            return sum;
        });
        yield return Of("foreach", x =>
        {
            var product = 1.0;
            foreach (var one in x) product *= Math.Exp(one);
            return product;
        });
        yield return Of("memory on the stack", x =>
        {
            Span<double> squares = stackalloc double[x.Length];
            for (var i = 0; i < x.Length; i++) squares[i] = x[i] * x[i];
            return squares[1] * squares[2] + squares[^1];
        });
        yield return Of("three sequences at once", x =>
        {
            var sum = 0.0;
            foreach (var (one, k, w) in x.Zip([0, 1, 2, 3], [0.5, -1.5, 2.0, 1.0])) sum += w * one * x[k];
            return sum;
        });
        yield return Of("while and break", x =>
        {
            var (i, s) = (0, 0.0);
            while (true)
            {
                if (i == x.Length) break;
                s += x[i++] / (2 + i);
            }
            return s;
        });
        yield return Of("conditions", x => x.Sum(v => v > 0 ? v * v : -0.1 * v) + (x[0] < x[1] ? 1 : x[2] * x[3]));
        yield return Of("a switch", x =>
        {
            var s = 0.0;
            for (var i = 0; i < 4; i++)
                s += i switch { 0 => x[0], 1 => Math.Sin(x[1]), 2 => x[2] * x[2], _ => 1 / x[3] };
            return s;
        });
        yield return Of("a matrix", x =>
        {
            var y = new double[2, 2];
            for (var i = 0; i < 2; i++)
                for (var j = 0; j < 2; j++)
                    for (var k = 0; k < 2; k++) y[i, j] += W[i, k] * x[2 * k + j];
            return y[0, 0] * y[1, 1] - y[0, 1] * y[1, 0];
        });
        yield return Of("jagged arrays", x =>
        {
            var rows = new double[2][];
            for (var i = 0; i < 2; i++) rows[i] = [x[i], x[i] * x[i + 2]];
            return rows[0][1] * rows[1][0] + rows.Sum(row => row[0]);
        });
        yield return Of("copies of arrays", x =>
        {
            var (copy, part) = ((double[])x.Clone(), x[1..3]);
            copy[0] *= 2;
            return copy[0] * part[0] + part[1] * x[0];
        });
        yield return Of("queries", x => x.Select((v, i) => v * i).Zip(x, (a, b) => a * b).Where(v => v != 0).Sum()
            + x.Max() * x.Min() + x.Average() + x.Skip(1).Take(2).Concat(x.Reverse()).Aggregate((a, b) => a * 0.9 + b));
        yield return Of("spreads and lists", x =>
        {
            double[] all = [.. x, .. x.Select(Math.Sin), 2 * x[0]], two = [.. x, .. all];
            List<double> list = [x[3]];
            list.Add(x[2] * x[1]);
            list.AddRange(all);
            var sum = 0.0;
            foreach (var one in list) sum = 0.9 * sum + one;
            return sum * list[1] + list.Count + two[6];
        });
        yield return Of("tuples", x =>
        {
            var (s, c) = Both(x[0]);
            var all = x.Index().Select(one => one.Item * one.Index).ToArray();
            return s * x[1] + c * all[3];
        });
        yield return Of("closures", x =>
        {
            var scale = x[0];
            double Scaled(int i) => scale * x[i];
            Func<double, double> square = v => v * v;
            scale += 1;
            return square(Scaled(2)) + Scaled(3);
        });
        yield return Of("recursion", x => Power(x[0], 5) + Power(x[1], 2));
        yield return Of("objects", x =>
        {
            Shape shape = new Circle(x[0]) { Centre = x[1] };
            return shape.Area() + ((Circle)shape).Centre * x[2];
        });
        yield return Of("structs", x =>
        {
            var a = new Complex(x[0], x[1]);
            var b = new Complex(x[2], x[3]);
            return (a * b + a).Re;
        });
        yield return Of("references", x =>
        {
            var y = new double[4];
            for (var i = 0; i < 4; i++)
            {
                ref var one = ref y[i];
                one += x[i];
                Double(ref one);
            }
            return y[0] * y[1] + y[3];
        });
        yield return Of("spans", x =>
        {
            Span<double> part = x.AsSpan(1, 2);
            ReadOnlySpan<double> all = x;
            return part[0] * part[1] + all[3] * all.Length;
        });
        yield return Of("what is finally done", x =>
        {
            var (sum, all) = (0.0, new List<double>(x));
            foreach (var one in all)
                try
                {
                    try
                    {
                        if (one < 0) continue;
                        sum += one * one;
                    }
                    finally
                    {
                        sum *= x[0];
                    }
                }
                finally
                {
                    sum += x[1];
                }
            return sum;
        });
        yield return Of("text", x =>
        {
            var named = new Dictionary<string, int> { ["x0"] = 0, ["x2"] = 2 };
            return x[named[$"x{x.Length - 2}"]] * x[named["x" + 0]];
        });
        yield return Of("sorting", x => x.OrderByDescending(v => v).Select((v, i) => v * v * (i + 1)).Sum()
            + 3 * x.MinBy(v => v * v) * x.MaxBy(v => v));
        yield return Of("code that is generic over its scalar", Generic<double>);
        yield return Of("mathematics", x => Math.Tanh(x[0]) * Math.Log(x[2]) + Math.Pow(x[2], x[3]) + Math.Sqrt(x[3])
            + Math.Abs(x[1]) + Math.Max(x[0], x[1]) + Math.Atan2(x[1], x[2]) + double.Exp(-x[3]));
    }

    private static T Generic<T>(T[] x) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        foreach (var one in x)
            sum += one < T.Zero ? -one * T.CreateChecked(0.5) : T.Clamp(T.Exp(one), T.One, T.CreateChecked(3));
        return T.Max(sum, T.NegativeOne) / T.FusedMultiplyAdd(x[2], x[2], T.Pi) + T.Abs(x[1]);
    }

    private static TestCaseData Of(string name, Func<double[], double> f) =>
        new TestCaseData(f).SetArgDisplayNames(name);

    private static (double Sin, double Cos) Both(double x) => (Math.Sin(x), Math.Cos(x));

    private static double Power(double x, int n) => n == 0 ? 1 : x * Power(x, n - 1);

    private static void Double(ref double x) => x *= 2;

    private abstract class Shape
    {
        public abstract double Area();
    }

    private sealed class Circle(double radius) : Shape
    {
        public double Centre { get; init; }

        public override double Area() => Math.PI * radius * radius;
    }

    private readonly record struct Complex(double Re, double Im)
    {
        public static Complex operator +(Complex a, Complex b) => new(a.Re + b.Re, a.Im + b.Im);

        public static Complex operator *(Complex a, Complex b) =>
            new(a.Re * b.Re - a.Im * b.Im, a.Re * b.Im + a.Im * b.Re);
    }
}
