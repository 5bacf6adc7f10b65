namespace CnnVerified.Verification.Tests.Training.Page;

public sealed class MicroscopeTests
{
    private const double Rounding = 1e-12;

    [Test]
    public void The_products_that_are_shown_sum_to_the_librarys_numbers(
        [Values(1, 2)] int stride, [Values(0, 1)] int padding)
    {
        var network = new TinyNetwork([1, 2, -1, 0.5], stride, padding);
        var numbers = network.Numbers();
        var (y, dk, dx) = (new double[numbers["y"].Length], new double[4], new double[16]);
        Array.Fill(y, numbers["b"][0]);
        foreach (var product in network.Products())
        {
            y[product[0]] += numbers["x"][product[2]] * numbers["k"][product[1]];
            dk[product[1]] += numbers["dy"][product[0]] * numbers["x"][product[2]];
            dx[product[2]] += numbers["dy"][product[0]] * numbers["k"][product[1]];
        }
        Assert.That(y, Is.EqualTo(numbers["y"]).Within(Rounding));
        Assert.That(dk, Is.EqualTo(numbers["dk"]).Within(Rounding));
        Assert.That(dx, Is.EqualTo(numbers["dx"]).Within(Rounding));
    }

    [Test]
    public void The_gradients_that_are_shown_are_proven()
    {
        var network = new TinyNetwork([1, 2, -1, 0.5], 1, 1);
        var numbers = network.Numbers();
        Assert.That(numbers["dx"], Is.EqualTo(Differences("x")).Within(1e-7));
        Assert.That(numbers["dk"], Is.EqualTo(Differences("k")).Within(1e-7));

        double[] Differences(string tensor) =>
            [.. numbers[tensor].Select((_, i) => (Loss(tensor, i, 1e-6) - Loss(tensor, i, -1e-6)) / 2e-6)];

        double Loss(string tensor, int i, double step)
        {
            var (x, k) = (numbers["x"].ToArray(), numbers["k"].ToArray());
            (tensor == "x" ? x : k)[i] += step;
            var y = Enumerable.Repeat(numbers["b"][0], numbers["y"].Length).ToArray();
            foreach (var product in network.Products()) y[product[0]] += x[product[2]] * k[product[1]];
            var z = numbers["c"][0] + y.Zip(numbers["W"]).Sum(pair => pair.Second / (1 + Math.Exp(-pair.First)));
            return -Math.Log(1 / (1 + Math.Exp(-z)));
        }
    }

    [Test]
    public void A_mistake_spoils_where_it_acts_and_what_comes_after_alone()
    {
        var network = new TinyNetwork([1, 2, -1, 0.5], 1, 0);
        var right = network.Numbers();
        Assert.That(Spoilt("conv-kernel-not-rotated"), Is.EqualTo(new[] { "dx" }));
        Assert.That(Spoilt("bce-sign-flipped"),
            Is.EqualTo(new[] { "dp", "dz", "dW", "dc", "ds", "dy", "dk", "db", "dx" }));

        IEnumerable<string> Spoilt(string name) => network.Numbers(Catalogue.Find(name))
            .Where(tensor => !tensor.Value.SequenceEqual(right[tensor.Key])).Select(tensor => tensor.Key);
    }
}
