using Complex = System.Numerics.Complex;

namespace CnnVerified.Verification.Tests.Tracing;

/// <summary>Functions of four numbers that leave a part of their work to .NET, or keep numbers in structs.</summary>
internal static class InterpretedCalls
{
    private static readonly List<Bond> Bonds = [new(0, 1, 0.7), new(1, 2, 1.3), new(2, 3, 0.4)];

    public static IEnumerable<TestCaseData> All()
    {
        yield return Of("a list's ForEach", x =>
        {
            var energy = new double[1];
            Bonds.ForEach(bond => Add(energy, x[bond.From] - x[bond.To], bond.Strength));
            return energy[0];
        });
        yield return Of("an array's ForEach", x =>
        {
            var product = 1.0;
            Array.ForEach(x, one => product *= one + 2);
            return product;
        });
        yield return Of("Parallel.For", x =>
        {
            var squares = new double[4];
            Parallel.For(0, 4, i => squares[i] = x[i] * x[i] * x[3 - i]);
            return squares.Sum();
        });
        yield return Of("a delegate that .NET calls", x =>
        {
            var positive = Array.FindIndex([1.0, -2.0, 3.0], one => one < 0);
            Bonds.FindAll(bond => bond.Strength > 0.5).ForEach(bond => positive += bond.To);
            return x[positive % 4] * x[0] + Math.Sin(x[1]);
        });
        yield return Of("parts of sequences", x =>
        {
            var halves = x.Chunk(2).Select(half => half.Aggregate((a, b) => a * b)).ToArray();
            int[] labels = [2, 1, 2, 0];
            var kinds = labels.Distinct().TakeWhile(kind => kind > 0).Where(kind => labels.Contains(kind));
            return halves[0] * halves.AsEnumerable().ElementAt(1) + kinds.Sum(kind => x[kind] * x[kind] * x[0])
                + x.SkipWhile((_, i) => i < 2).Single(one => one == x[3]) * x.SkipLast(1).TakeLast(1).Sum()
                + labels.FirstOrDefault(label => label > 5) * x[1] + labels.IndexOf(0) * x[2]
                + labels.AsSpan().Count(2) * x[3] + x.Order().LastOrDefault() * x.OrderDescending().Last() * x[0]
                + labels.Union([3]).Sum(kind => kind * x[kind]);
        });
        yield return Of("a span that is reversed in its place", x =>
        {
            double[] copy = [.. x];
            copy.AsSpan(1).Reverse();
            return copy.Index().Sum(one => one.Item * one.Item * x[one.Index]);
        });
        yield return Of("an index that is compared unsigned", x =>
        {
            var sum = 0.0;
            for (var i = -2; i < 6; i++) if ((uint)i < (uint)x.Length) sum += x[i] * x[i] * (i + 1);
            return sum;
        });
        yield return Of("sine and cosine at once", x =>
        {
            var (sin, cos) = Math.SinCos(x[0] * x[1]);
            return sin * x[2] + cos * x[3];
        });
        yield return Of("what keeps one of its arguments", x => Math.Clamp(x[0], -1, 1) * Math.Clamp(x[2], -1, 1)
            + Math.CopySign(x[0], x[1]) * x[3] + Math.FusedMultiplyAdd(x[0], x[1], x[2]));
        yield return Of("steps", x =>
            Math.Floor(x[0] + 3) * x[1] + Math.Round(x[2] / 7, 1) * x[3] + Math.Sign(x[1]) * x[0]);
        yield return Of("complex numbers", x =>
        {
            var (z, w) = (new Complex(x[0], x[1]), new Complex(x[2], x[3]));
            var quotient = Complex.Exp(z) * w / (z + Complex.ImaginaryOne * w);
            return quotient.Real * quotient.Magnitude + Complex.Conjugate(quotient).Imaginary;
        });
        yield return Of("own complex numbers in arrays of structs", x =>
        {
            var fields = new Field[3];
            fields[2] = new(1.0, new Own(1.3, 2.1));
            for (var j = 1; j >= 0; j--) fields[j] = new Layer(x[2 * j] + 2, x[2 * j + 1]).Apply(fields[j + 1]);
            return ((fields[0].E - fields[0].H) / (2.0 * fields[0].E + fields[0].H)).Size;
        });
    }

    private static TestCaseData Of(string name, Func<double[], double> f) =>
        new TestCaseData(f).SetArgDisplayNames(name);

    private static void Add(double[] to, double stretch, double strength) => to[0] += strength * stretch * stretch;

    private readonly record struct Bond(int From, int To, double Strength);

    private readonly record struct Own(double Re, double Im)
    {
        public static readonly Own I = new(0, 1);

        public double Size => Re * Re + Im * Im;

        public static implicit operator Own(double a) => new(a, 0);

        public static Own operator +(Own a, Own b) => new(a.Re + b.Re, a.Im + b.Im);

        public static Own operator -(Own a, Own b) => new(a.Re - b.Re, a.Im - b.Im);

        public static Own operator *(Own a, Own b) => new(a.Re * b.Re - a.Im * b.Im, a.Re * b.Im + a.Im * b.Re);

        public static Own operator /(Own a, Own b)
        {
            var n = b.Size;
            return new((a.Re * b.Re + a.Im * b.Im) / n, (a.Im * b.Re - a.Re * b.Im) / n);
        }
    }

    private readonly record struct Field(Own E, Own H);

    private readonly struct Layer
    {
        private readonly Own m00, m01, m10, m11;
        private readonly double sin, cos;

        public Layer(double n, double d)
        {
            (sin, cos) = Math.SinCos(2 * n * d);
            m00 = cos;
            m01 = Own.I * (sin / n);
            m10 = Own.I * (sin * n);
            m11 = cos;
        }

        public Field Apply(Field f) => new(m00 * f.E + m01 * f.H, m10 * f.E + m11 * f.H);
    }
}
