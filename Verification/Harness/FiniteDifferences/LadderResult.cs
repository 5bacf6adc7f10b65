namespace CnnVerified.Verification;

/// <summary>What a ladder of steps found for one entry.</summary>
/// <param name="Best">The derivative.</param>
/// <param name="Noise">The standard deviation of the function's rounding errors.</param>
/// <param name="Rungs">The plain central difference of every step that was tried.</param>
internal sealed record LadderResult(NumericDerivative Best, double Noise, IReadOnlyList<Rung> Rungs)
{
    /// <summary>What a plain central difference at a rung got wrong by not being extrapolated.</summary>
    public double Truncation(int rung) => Math.Abs(Rungs[rung].Slope - Best.Value);

    /// <summary>What a plain central difference at a rung may have got wrong in all.</summary>
    public double ErrorAt(int rung) => Truncation(rung) + Rungs[rung].Rounding(Noise);
}
