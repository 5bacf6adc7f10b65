using System.Runtime.InteropServices;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>A factor that people write into slopes, at every entry.</summary>
/// <param name="Words">Such as <c>x·σ(x)·(1 − σ(x))</c>.</param>
/// <param name="Values">Its value at every entry.</param>
/// <param name="Weight">How far-fetched it is.</param>
internal sealed record Term(string Words, double[] Values, int Weight)
{
    /// <summary>Its value at an entry.</summary>
    public double At(int i) => Values[i];

    /// <summary>Two factors.</summary>
    public Term Times(Term other)
    {
        var product = new double[Values.Length];
        for (var i = 0; i < product.Length; i++) product[i] = Values[i] * other.Values[i];
        return new($"{Words}·{other.Words}", product, Weight + other.Weight + 1);
    }
}

/// <summary>
/// The terms of which slopes consist, as far as they follow from x and y, or from a prediction and its target: powers,
/// complements, sigmoids, exponentials, the normal distribution, the step, and products of these.
/// </summary>
internal static class Terms
{
    private const double InverseRootOfTau = 0.3989422804014327;

    private static readonly (string Words, Func<double, double> F, int Weight)[] OfInput =
    [
        ("{0}", x => x, 0), ("[{0} > 0]", x => x > 0 ? 1 : 0, 0), ("[{0} ≤ 0]", x => x > 0 ? 0 : 1, 0),
        ("σ({0})", Sigmoid, 1), ("tanh({0})", Math.Tanh, 1), ("e^{0}", Math.Exp, 1), ("φ({0})", Density, 1),
        ("Φ({0})", Distribution, 1), ("sign({0})", x => double.IsNaN(x) ? x : Math.Sign(x), 1), ("|{0}|", Math.Abs, 1),
        ("log({0})", Math.Log, 1), ("[|{0}| ≤ 1]", x => Math.Abs(x) <= 1 ? 1 : 0, 1),
    ];

    private static readonly (string Words, Func<double, double> F, int Weight)[] OfOthers =
    [
        ("{0}", v => v, 0), ("σ({0})", Sigmoid, 0), ("tanh({0})", Math.Tanh, 0), ("e^{0}", Math.Exp, 0),
        ("e^−{0}", v => Math.Exp(-v), 0), ("e^({0}/2)", v => Math.Exp(v / 2), 0),
        ("e^(−{0}/2)", v => Math.Exp(-v / 2), 0), ("[{0} > 0]", v => v > 0 ? 1 : 0, 0),
    ];

    private static readonly (string Words, Func<double, double> F, int Weight)[] Forms =
    [
        ("{0}", v => v, 0), ("(1 − {0})", v => 1 - v, 0), ("(1 + {0})", v => 1 + v, 1), ("{0}²", v => v * v, 1),
        ("(1 − {0}²)", v => 1 - v * v, 1), ("(1 − {0})²", v => (1 - v) * (1 - v), 1),
        ("1/{0}", v => 1 / v, 1), ("1/{0}²", v => 1 / (v * v), 2),
        ("1/(1 + {0})", v => 1 / (1 + v), 2), ("1/(1 + {0})²", v => 1 / ((1 + v) * (1 + v)), 2),
        ("1/(1 + {0}²)", v => 1 / (1 + v * v), 2), ("√{0}", Math.Sqrt, 2), ("1/√{0}", v => 1 / Math.Sqrt(v), 2),
    ];

    /// <summary>All of them where input and output have as many entries; none otherwise.</summary>
    public static IReadOnlyList<Term> Of(WrongPass wrong)
    {
        if (wrong.Arguments is not { } a || !(a.X.Shape.Count == a.Y.Shape.Count || wrong.IsOneNumber)) return [];
        var (x, y) = (a.X.Values.ToArray(), a.Y.Values.ToArray());
        List<(string Name, double[] Values, int Weight)> bases =
        [
            .. OfInput.Select(one => (In(one.Words, wrong.XName), Each(x, one.F), one.Weight)),
        ];
        if (!wrong.IsOneNumber) bases.AddRange(
            [(wrong.YName, y, 0), ($"({wrong.YName}/{wrong.XName})", Both(y, x, (v, u) => v / u), 1)]);
        foreach (var (name, value) in wrong.Tensors.Where(
            one => one.Value != wrong.Gradients[^1].Value && one.Value.Shape.Count == x.Length))
            bases.AddRange(OfOthers.Select(one =>
                (In(one.Words, name), Each(value.Values.ToArray(), one.F), 1 + one.Weight)));
        if (wrong.IsLoss) bases.AddRange([
            ("(p − t)", Both(x, y, (p, t) => p - t), 0), ("sign(p − t)", Both(x, y, (p, t) => p.CompareTo(t)), 0),
            ("[p·t < 1]", Both(x, y, (p, t) => p * t < 1 ? 1 : 0), 1),
            ("(1 − p·t)", Both(x, y, (p, t) => 1 - p * t), 1),
            ("log(t)", Each(y, Math.Log), 1), ("log(p/t)", Both(x, y, (p, t) => Math.Log(p / t)), 1),
            ("sinh(p − t)", Both(x, y, (p, t) => Math.Sinh(p - t)), 1),
            ("tanh(p − t)", Both(x, y, (p, t) => Math.Tanh(p - t)), 1),
            ("log(1 − p)", Each(x, p => Math.Log(1 - p)), 1),
            ("[t > 0]", Each(y, t => t > 0 ? 1 : 0), 0), ("e^t", Each(y, Math.Exp), 1),
        ]);
        return Of(bases, wrong.IsLoss ? wrong.YName : wrong.XName, x);
    }

    /// <summary>The terms of a tensor's own values.</summary>
    public static IReadOnlyList<Term> Of(string name, double[] values) => Of(
        [.. OfInput.Select(one => (In(one.Words, name), Each(values, one.F), one.Weight))], "", values);

    /// <summary>Each form of each base, products of two, and of three with one that is often there.</summary>
    private static Term[] Of(List<(string Name, double[] Values, int Weight)> bases, string often, double[] x)
    {
        Term[] simple =
        [
            .. from one in bases
               from form in Forms
               let values = Each(one.Values, form.F)
               where values.All(double.IsFinite) && values.Any(value => value != values[0])
               select new Term(In(form.Words, one.Name), values, one.Weight + form.Weight),
        ];
        var lightest = simple.GroupBy(term => Convert.ToHexString(MemoryMarshal.AsBytes(term.Values.AsSpan())))
            .Select(same => same.MinBy(term => term.Weight)!.Words).ToHashSet();
        simple = [.. simple.Where(term => lightest.Contains(term.Words))];       // t² is t where t is 0 or 1
        Term[] light = [.. simple.Where(term => term.Weight <= 2)];
        return
        [
            .. simple, .. light.SelectMany((first, i) => light.Skip(i + 1).Select(first.Times)).Where(Varies),
            .. light.Where(term => term.Words == often).SelectMany(
                first => light.SelectMany(
                    (second, i) => light.Skip(i + 1).Select(third => first.Times(second).Times(third)))).Where(Varies),
        ];

        // Not x·1/x, which is none.
        bool Varies(Term term) => x.Length < 2 || Enumerable.Range(1, Math.Min(x.Length, 4) - 1)
            .Any(i => Math.Abs(term.At(i) - term.At(0)) > Tolerances.Explained * Math.Abs(term.At(0)));
    }

    private static string In(string words, string name) => words.Replace("{0}", name, StringComparison.Ordinal);

    private static double[] Each(double[] values, Func<double, double> f) => [.. values.Select(f)];

    private static double[] Both(double[] v, double[] w, Func<double, double, double> f) => [.. v.Zip(w, f)];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Density(double x) => InverseRootOfTau * Math.Exp(-x * x / 2);

    /// <summary>Φ by its series, which is exact to rounding for the sizes that activations see.</summary>
    private static double Distribution(double x)
    {
        var (sum, term) = (x, x);
        for (var k = 1; k < 200 && Math.Abs(term) > 1e-17 * Math.Abs(sum); k++) sum += term *= x * x / (2 * k + 1);
        return 0.5 + Density(x) * sum;
    }
}
