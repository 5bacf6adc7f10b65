namespace CnnVerified.Verification.Tests.Steps;

/// <summary>Formulas of optimisers, written down as their papers have them.</summary>
internal static class Formulas
{
    public const double μ = 0.8, β1 = 0.8, β2 = 0.95, ε = 1e-8;

    public static EntryFormula Sgd { get; } = (θ, dθ, η, _, _) => θ - η * dθ;

    public static EntryFormula Momentum { get; } = (θ, dθ, η, _, v) =>
    {
        v[0] = μ * v[0] - η * dθ;
        return θ + v[0];
    };

    public static EntryFormula Adam { get; } = (θ, dθ, η, t, m) =>
    {
        Means(dθ, m);
        return θ - η * Corrected(m[0], β1, t) / (Math.Sqrt(Corrected(m[1], β2, t)) + ε);
    };

    /// <summary>The running means of dθ and dθ².</summary>
    public static void Means(double dθ, Span<double> m)
    {
        m[0] = β1 * m[0] + (1 - β1) * dθ;
        m[1] = β2 * m[1] + (1 - β2) * dθ * dθ;
    }

    /// <summary>A running mean without the zero that it began with.</summary>
    public static double Corrected(double mean, double β, int t) => mean / (1 - Math.Pow(β, t));
}
