using CnnVerified.Layers;
using CnnVerified.Verification.Fitting;
using CnnVerified.Verification.Hypotheses;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>What remains of an explanation at another point.</summary>
public class CandidateTests
{
    [TestCase(1, false)]
    [TestCase(3, true)]
    public void A_factor_of_few_entries_counts_only_where_their_region_is_found_again(int entries, bool counts)
    {
        var right = new Tensor<double>(new Shape(4), 0.5, 1.5, -2, 3);
        var gradient = new TensorGradient("x", ["axis 0"], right, right, right);
        var nowhere = new Hypothesis("correct", "", 1, right.Clone) { Where = "x > 4", Region = new bool[4] };
        var names = new Constant(new("", [gradient], null, null, IsLoss: false, 1e-9) { IsCode = true });
        var candidate = new Candidate(nowhere, new Ratio(4.5, 0), [], entries);
        Assert.That(candidate.At(nowhere, gradient, names, 1e-9) is not null, Is.EqualTo(counts));
    }
}
