namespace CnnVerified.Verification;

/// <summary>An optimiser's formula for one entry of a parameter, as plain code.</summary>
/// <param name="θ">The entry before the step.</param>
/// <param name="dθ">The loss's derivative with respect to it.</param>
/// <param name="η">The learning rate.</param>
/// <param name="t">The number of this step on the parameter: 1 at the first.</param>
/// <param name="memory">What is remembered of the entry: zeros at first, then what the formula left there.</param>
/// <returns>The entry after the step.</returns>
public delegate double EntryFormula(double θ, double dθ, double η, int t, Span<double> memory);

/// <summary>
/// An optimiser's formula for a whole parameter, whose entries depend on each other. What it remembers it keeps by
/// itself.
/// </summary>
/// <param name="θ">The parameter, changed in place.</param>
/// <param name="dθ">Its gradient.</param>
/// <param name="η">The learning rate.</param>
/// <param name="t">The number of this step on the parameter: 1 at the first.</param>
public delegate void ParameterFormula(Tensor<double> θ, Tensor<double> dθ, double η, int t);
