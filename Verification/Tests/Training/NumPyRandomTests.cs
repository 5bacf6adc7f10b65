namespace CnnVerified.Verification.Tests.Training;

[Parallelizable(ParallelScope.All)]
public sealed class NumPyRandomTests
{
    private const double OneLastBit = 1e-15;

    [Test]
    public void Normals_are_those_of_NumPy()
    {
        var random = new NumPyRandom(12345);
        double[] numpy =
        [
            -0.20470765948471295, 0.47894333805754824, -0.5194387150567381, -0.55573030434749, 1.9657805725027142,
            1.3934058329729904, 0.09290787674371767,
        ];
        foreach (var expected in numpy) Assert.That(random.Normal(), Is.EqualTo(expected).Within(OneLastBit));
    }

    [Test]
    public void Permutations_are_those_of_NumPy_up_to_the_largest_seed()
    {
        Assert.That(
            new NumPyRandom(uint.MaxValue).Permutation(20),
            Is.EqualTo(new[] { 11, 17, 19, 15, 1, 5, 8, 16, 13, 18, 14, 9, 10, 6, 0, 4, 7, 12, 2, 3 }));
        Assert.That(
            new NumPyRandom(0).Permutation(200).Take(8), Is.EqualTo(new[] { 18, 170, 107, 98, 177, 182, 5, 146 }));
    }

    [Test]
    public void Uniforms_are_those_of_NumPy_bit_for_bit_also_after_the_state_is_renewed()
    {
        var random = new NumPyRandom(2147483648);
        Assert.That(
            new[] { random.Uniform(), random.Uniform(), random.Uniform() },
            Is.EqualTo(new[] { 0.15200287353446562, 0.8205427554297966, 0.7754982870984906 }));

        random = new NumPyRandom(1);
        for (var i = 0; i < 1000; i++) random.Uniform();
        Assert.That(random.Uniform(), Is.EqualTo(0.3258099666132048));
    }

    [Test]
    public void The_second_normal_of_a_pair_waits_through_a_permutation()
    {
        var random = new NumPyRandom(7);
        Assert.That(random.Normal(), Is.EqualTo(1.690525703800356).Within(OneLastBit));
        Assert.That(random.Permutation(6), Is.EqualTo(new[] { 3, 5, 0, 2, 1, 4 }));
        Assert.That(random.Normal(), Is.EqualTo(-0.4659373705408328).Within(OneLastBit));
        Assert.That(random.Normal(), Is.EqualTo(-0.1569886595634109).Within(OneLastBit));
    }
}
