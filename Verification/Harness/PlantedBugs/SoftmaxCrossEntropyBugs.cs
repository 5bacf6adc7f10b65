namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// Bugs of a softmax cross-entropy: gradients that are another function of one entry's logit, probability, target and
/// right gradient.
/// </summary>
internal static class SoftmaxCrossEntropyBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("cce-missing-mean", "The loss is a mean over the N samples, but its gradient lacks the 1/N.",
            "L = (1/N)·Σₙ ℓₙ gives ∂L/∂z = (1/N)·∂ℓ/∂z; without it the step grows with the batch.",
            "= N", e => e.Right * e.N),

        Of("cce-mean-over-entries",
            "The gradient is divided by the number of entries, the loss by the number of samples.",
            "A mean's gradient has the mean's own divisor. The classes are summed over in ℓ = −Σⱼ tⱼ·ln pⱼ, not "
            + "averaged.",
            "= 1/classes", e => e.Right / e.Classes),

        Of("cce-sign-flipped", "The gradient is t − softmax(z), with the sign of an ascent.",
            "Raising the true class's logit lowers the loss: ∂L/∂z = (softmax(z) − t)/N is negative there.",
            "correct × −1", e => -e.Right),

        Of("cce-softmax-twice", "The slope p·(1 − p) multiplies a gradient in which softmax is differentiated already.",
            "softmax(z) − t is the whole of ∂ℓ/∂z: the logarithm's 1/p and the softmax's Jacobian have cancelled.",
            "correct·softmax(p)·(1 − softmax(p))", e => e.Right * e.P * (1 - e.P)),

        Of("cce-target-forgotten", "The gradient is softmax(z)/N: the target was not subtracted.",
            "∂ℓ/∂z = softmax(z) − t must vanish where the prediction is right; softmax(z) alone pushes every logit "
            + "down.",
            "softmax(p) × ", e => e.P / e.N),

        Of("cce-logits-for-probabilities", "The gradient is (z − t)/N with the logits where the probabilities belong.",
            "z − t is the gradient of ½·‖z − t‖². Cross-entropy compares probabilities: softmax(z) − t.",
            "(p − t)", e => (e.Z - e.T) / e.N),
    ];

    private static Bug Of(
        string name, string mistake, string lesson, string named, Func<Entry, double> dz) =>
        new(nameof(SoftmaxCrossEntropy<>), name, mistake, lesson, named, pass =>
        {
            var p = new Softmax<double>().Forward(pass.X);
            for (var i = 0; i < pass.Dx.Shape.Count; i++)
                pass.Dx[i] = dz(new(pass.X[i], p[i], pass.Y[i], pass.Dx[i], pass.X.Shape[0], pass.X.Shape[1]));
        });

    /// <summary>One entry: logit, probability, target, right gradient, samples and classes.</summary>
    private readonly record struct Entry(double Z, double P, double T, double Right, int N, int Classes);
}
