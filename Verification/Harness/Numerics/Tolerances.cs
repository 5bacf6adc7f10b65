namespace CnnVerified.Verification;

/// <summary>
/// Every tolerance of the harness and of its tests. None is tuned to make a test pass: each bounds an error whose size
/// is known, and no check loosens its own.
/// </summary>
public static class Tolerances
{
    /// <summary>
    /// A numeric derivative whose uncertainty exceeds this share of its size (and of the root mean square of its
    /// tensor's gradient) cannot confirm an analytic one: the entry is inconclusive. Also the smallest relative
    /// mistake a check promises to see.
    /// </summary>
    public const double Resolution = 1e-6;

    /// <summary>
    /// What a function of limited precision can confirm, as a share of the derivative: in single precision, or for an
    /// entry that is small in its tensor. Two values this close to a third differ by less than 10⁻³.
    /// </summary>
    public const double CoarseResolution = 3e-4;

    /// <summary>
    /// Rounding noise of the function, in standard deviations, that a difference quotient is allowed: the noise itself
    /// is estimated from a handful of values, so its estimate may be a few times too small.
    /// </summary>
    public const double NoiseSafety = 6;

    /// <summary>Roundings of the outputs that are subtracted, in unit roundoffs, where no noise was measured.</summary>
    public const double OutputRoundings = 4;

    /// <summary>
    /// Noise from this share of the function's size on is that of code less precise than double: 2⁸ unit roundoffs.
    /// </summary>
    public const double CoarseNoise = 2.842170943040401e-14;

    /// <summary>
    /// An entry's derivative is known well enough if it is known to this share of those of its tensor: in mixed units
    /// of what they do over their own sizes. What is left open changes the function by less than its roundings.
    /// </summary>
    public const double Invisible = 1e-12;

    /// <summary>
    /// How closely the slopes on the two sides are seen to meet, as a share of the derivative, before a function counts
    /// as smooth at a glance.
    /// </summary>
    public const double GlancedGap = 1e-2;

    /// <summary>
    /// A mistake of more than this share of the derivative is gross: five times what a kink may leave that a glance
    /// overlooks.
    /// </summary>
    public const double GrossShare = 5 * GlancedGap;

    /// <summary>
    /// Extrapolation errors are judged by how far neighbouring estimates disagree, which at times is too little
    /// (Ridders 1982 gives no guarantee): the disagreement is taken this many times.
    /// </summary>
    public const double TruncationSafety = 4;

    /// <summary>No numeric derivative is trusted to more than this share of its size.</summary>
    public const double NumericFloor = 1e-10;

    /// <summary>
    /// Rounding of the analytic gradient itself, as a share of it: a product of a handful of factors, or a sum of some
    /// thousand terms, with a hundredfold margin.
    /// </summary>
    public const double AnalyticRounding = 1e-12;

    /// <summary>
    /// Two derivatives that differ by no more than this share count as the same: half of <see cref="Resolution"/>. Code
    /// that iterates to a tolerance computes another function than its author's formula, by about as much.
    /// </summary>
    public const double Slack = Resolution / 2;

    /// <summary>
    /// What differences along random directions leave open, as a share of the root mean square of all of them: kinks
    /// whose slopes differ by less than steps can show.
    /// </summary>
    public const double DirectionRounding = 1e-9;

    /// <summary>
    /// A numeric derivative with more uncertainty than this share of it is hardly known: truncation may be misjudged.
    /// What is off by a few uncertainties is neither right nor wrong.
    /// </summary>
    public const double HardlyKnown = 0.1;

    /// <summary>
    /// Where a derivative is 0 as far as it is known, one of up to so many times what is known may be what terms leave
    /// as they cancel: neither right nor wrong. For dual numbers that is the function's last bit over the entry's size.
    /// </summary>
    public const double Faint = 64;

    /// <summary>
    /// Rounding of an entry that is small because its terms cancel, as a share of the tensor's root mean square: a sum
    /// of some thousand terms of either sign.
    /// </summary>
    public const double TensorRounding = 1e-14;

    /// <summary>
    /// An entry carries signal if its derivative is known to this share of its size: a gross mistake (a factor, a sign,
    /// a neighbour's gradient) would show there. Saturated units have none.
    /// </summary>
    public const double Signal = 1e-3;

    /// <summary>
    /// A sigmoid's or a tanh's slope below this is that of a saturated unit: what feeds it gets next to no gradient.
    /// </summary>
    public const double Saturated = 1e-3;

    /// <summary>
    /// Errors below this share of a tensor's gradient are shown as less than it: what is left is rounding, which
    /// another platform's library gives in other digits.
    /// </summary>
    public const double ShownError = 1e-9;

    /// <summary>
    /// How closely analytic gradients agree with dual numbers, relative to the entry or its tensor's
    /// root mean square: rounding alone.
    /// </summary>
    public const double DualAgreement = 1e-11;

    /// <summary>
    /// An entry whose error exceeds its uncertainty, judged by two steps, this many times is wrong without more ado: no
    /// misjudged truncation is that far off where two steps agree.
    /// </summary>
    public const double GrossMistake = 1_000;

    /// <summary>
    /// Between the two scalar products of an adjoint identity, relative to the sum of their absolute terms: each is a
    /// sum of at most some thousand products of sums of some hundred, whose roundings add up to about 10⁻¹⁴.
    /// </summary>
    public const double AdjointRounding = 1e-13;

    /// <summary>
    /// Of a training step, relative to θ before or after, whichever is larger: θ + Δ rounds once, formulas such as
    /// weight decay a few times more, each time by 1.1·10⁻¹⁶. What rounding does to Δ itself is measured.
    /// </summary>
    public const double StepRounding = 1e-15;

    /// <summary>
    /// A result may be off by this many times the most that it moves when the arguments move by some units in the last
    /// place: a few draws of random roundings stand for all, which at worst have one sign.
    /// </summary>
    public const double RoundingMoves = 64;

    /// <summary>
    /// What moves by more than this share of the largest argument and result, though arguments move by some units in
    /// the last place, jumps: rounding would need a million terms that cancel.
    /// </summary>
    public const double LargestRounding = 1e-10;

    /// <summary>
    /// In checks of at least this many entries one difference settles an entry where it leaves no doubt.
    /// </summary>
    public const int ScreenedEntries = 1_000;

    /// <summary>
    /// By how much of its samples' losses, in the mean, a batch's loss may differ from their mean: some million
    /// roundings.
    /// </summary>
    public const double MeanOfSamples = 1e-10;

    /// <summary>
    /// Checks of at most this many entries ask dual numbers too, and look more closely wherever something is open.
    /// </summary>
    public const int ThoroughEntries = 2_000;

    /// <summary>
    /// Between the layers and an oracle in double precision, relative to max(1, |value|). Both sum the same few hundred
    /// products of order 1, in another order: they were seen to differ by 10⁻¹⁴ at most. A hundredfold margin is
    /// still ten orders of magnitude below the smallest mistake in a formula.
    /// </summary>
    public const double Oracle = 1e-12;

    /// <summary>
    /// Between a kernel's exponential or logarithm and the platform's, in units in the last place: each rounds its own
    /// result to within one, and their errors may have opposite signs.
    /// </summary>
    public const int KernelUlps = 2;

    /// <summary>
    /// Between the layer's tanh and the platform's, in units in the last place: its e^(−2|x|) − 1 is good to two, the
    /// sum below it and the quotient round once each; the platform's own is good to two. The same between that e^x − 1
    /// and 2t/(1 − t) with the platform's t = tanh(x/2).
    /// </summary>
    public const int TanhUlps = 5;

    /// <summary>
    /// Between thirty steps of an optimiser in single and in double precision, relative to max(1, |θ|): each step
    /// rounds a handful of numbers of order 1, half a unit 6·10⁻⁸ each time.
    /// </summary>
    public const double FloatSteps = 2e-5;

    /// <summary>
    /// Between the losses of five epochs and those of the Python program, absolute: the same draws and formulas,
    /// with sums in another order. They were seen to differ by 10⁻¹⁴ at most; other draws or another order of
    /// images show in the first digits.
    /// </summary>
    public const double PythonLosses = 1e-9;

    /// <summary>
    /// Between the losses of five epochs in single and in double precision, absolute: a thousand steps, each of which
    /// rounds to 6·10⁻⁸ what the next ones go on from. They were seen to differ by 2·10⁻⁵.
    /// </summary>
    public const double FloatLosses = 1e-3;

    /// <summary>
    /// Between 100 % and the sum of ten shares in per cent, each rounded to 0.01: half of that ten times.
    /// </summary>
    public const double RoundedShares = 0.05;

    /// <summary>
    /// Between σ(−x) and 1 − σ(x), absolute: the exponential is good to one unit in the last place, the sum, the
    /// quotient and the difference round once each, and all values are at most 1, where half a unit is 2⁻⁵³.
    /// </summary>
    public const double SigmoidSymmetry = 5 * 1.1102230246251565e-16;

    /// <summary>
    /// Between the first two moments of 10,000 normal draws and those of the distribution: their standard errors are
    /// 0.010 and 0.014, and four of them pass for chance.
    /// </summary>
    public const double SampleMoments = 0.06;

    /// <summary>
    /// Between two orders of summing the same products, relative to the sum of their absolute values: each of the two
    /// is off by at most the number of roundings that one term passes through, times the unit roundoff
    /// (Higham, Accuracy and Stability of Numerical Algorithms, §4.2).
    /// </summary>
    /// <param name="roundings">Roundings on the longest way from a term to the result.</param>
    /// <typeparam name="T">The scalar whose unit roundoff counts.</typeparam>
    public static double Reordering<T>(int roundings) where T : IFloatingPointIeee754<T> =>
        roundings * double.CreateChecked(T.BitIncrement(T.One) - T.One);

    /// <summary>
    /// Dual numbers: a few roundings of numbers of one or two digits, as between a derivative and its closed form, or
    /// between a sum of some tens of products added in two different orders.
    /// </summary>
    public const double DualRounding = 1e-13;

    /// <summary>
    /// Dual numbers: relative to a slope (or to 1 if that is greater), between a derivative and the five-point stencil
    /// at <see cref="DualStencilStep"/>. Its rounding, about 2⁻⁵³·f/h, is below 10⁻¹⁰ for f below 100, and its
    /// truncation h⁴·f⁽⁵⁾/30 is below 10⁻¹⁰ for fifth derivatives below 10⁴.
    /// </summary>
    public const double DualStencil = 1e-9;

    /// <summary>Dual numbers: the step h of that stencil, which balances its truncation against its rounding.</summary>
    public const double DualStencilStep = 5e-4;

    /// <summary>
    /// Double-double numbers, relative: their unit is 2⁻¹⁰⁵ = 2.5·10⁻³². A function takes some ten roundings, a power
    /// whose exponent is of order 100 loses as many units.
    /// </summary>
    public const double DoubleDoubleRounding = 2e-30;

    /// <summary>
    /// Runs with results rounded at random, whose largest deviation tells what double loses: that all of eight normal
    /// deviations are below a fifth of the usual one happens once in a million entries.
    /// </summary>
    public const int RandomRoundings = 8;

    /// <summary>
    /// How many times that deviation an entry in double may be off. Were roundings normal, sixteen times the largest of
    /// eight would be exceeded once in 10⁸ entries; a kernel's exponential errs by a few roundings instead of one.
    /// </summary>
    public const double RandomRoundingSafety = 16;

    /// <summary>
    /// Between a derivative by the chain rule and by differences in double-double numbers, relative to the sum of
    /// absolute terms, beside what two steps disagree by. One entry of a million that is off by 10⁻⁶ is off by as
    /// much.
    /// </summary>
    public const double PreciseAgreement = 1e-12;

    /// <summary>
    /// A mistake explains a wrong gradient if no entry is off by more than this share of the gradient's
    /// size: both are sums of the same few hundred products, in another order, and a different mistake is
    /// off by orders of magnitude more.
    /// </summary>
    public const double Explained = 1e-10;

    /// <summary>
    /// How closely a measured factor must be a known number: as closely as numeric gradients are known, since without a
    /// layer of the library they are what it is measured by.
    /// </summary>
    public const double ExplainedFactor = 1e-6;

    /// <summary>How many times further off, at least, the best explanation of other numbers must be.</summary>
    public const double ExplanationMargin = 100;

    /// <summary>
    /// In tensors of at most this many entries two mistakes at once are tried as well: tens of thousands of pairs.
    /// </summary>
    public const int PairwiseEntries = 1_000;
}
