namespace CnnVerified.Verification.Evaluation;

/// <summary>Against what an entry is judged.</summary>
/// <param name="Scale">The root mean square of its tensor's analytic gradient.</param>
/// <param name="IsMixed">
/// Whether the tensor's entries have units of their own, so that each is judged by itself.
/// </param>
/// <param name="Slack">How far apart two numbers may be that count as the same derivative, as a share of it.</param>
/// <param name="Rounding">The same as a share of the scale.</param>
internal readonly record struct Yardstick(
    double Scale, bool IsMixed = false, double Slack = Tolerances.Slack, double Rounding = Tolerances.TensorRounding)
{
    /// <summary>
    /// In mixed units: the root mean square of all x·∂s/∂x, over this x. So large must its derivative be to matter.
    /// </summary>
    public double Share { get; init; }

    /// <summary>The same for an entry by itself.</summary>
    public Yardstick Alone => this with { Scale = 0, Share = 0 };

    /// <summary>The size of the entries beside which the smallest ones are not to be seen.</summary>
    public double Unit => IsMixed ? 0 : Scale;

    /// <summary>So small that a derivative of that size does not show in the function beside the others.</summary>
    public double Invisible => Tolerances.Invisible * (IsMixed ? Share : Scale);

    /// <summary>What is not to be seen beside the other entries; next to nothing in mixed units.</summary>
    public double Unseen => Tolerances.Resolution * (IsMixed ? Tolerances.Resolution : 1) * Scale;
}
