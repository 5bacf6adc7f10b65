namespace CnnVerified.Verification;

/// <summary>What a ladder of steps found for one entry.</summary>
/// <param name="Best">The derivative.</param>
/// <param name="Noise">The standard deviation of the function's rounding errors.</param>
/// <param name="First">The ladder's rung where <paramref name="Rungs"/> begin: larger steps were left out.</param>
/// <param name="Rungs">The plain difference quotient of every step that was tried.</param>
internal sealed record LadderResult(NumericDerivative Best, double Noise, int First, IReadOnlyList<Rung> Rungs)
{
    /// <summary>The ladder's rung behind the last one that was tried.</summary>
    public int End => First + Rungs.Count;

    /// <summary>What a plain difference quotient at a rung got wrong by not being extrapolated.</summary>
    public double Truncation(int rung) => Math.Abs(Rungs[rung - First].Slope - Best.Value);

    /// <summary>What a plain difference quotient at a rung may have got wrong in all.</summary>
    public double ErrorAt(int rung) => Truncation(rung) + Rungs[rung - First].Rounding(Noise);
}
