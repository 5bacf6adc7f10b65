namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>
/// Right code over float, as people write it, at points of which some lie near kinks: where single precision shows a
/// derivative only roughly, numbers that agree are no reason to be red.
/// </summary>
/// <remarks>It adds and multiplies alone, so that it computes the same on every processor.</remarks>
[Parallelizable(ParallelScope.All)]
public class InSinglePrecision
{
    private const int Draws = 20;

    private static IEnumerable<TestCaseData> Kinds => new (string Name, Func<Random, GradientCheck> Draw)[]
    {
        ("ReLU", r => Pointwise(r, x => Math.Max(x, 0), x => x > 0 ? 1 : 0)),
        ("leaky ReLU", r => Pointwise(r, x => x > 0 ? x : 0.1f * x, x => x > 0 ? 1 : 0.1f)),
        ("hard tanh", r => Pointwise(r, x => Math.Clamp(x, -1, 1), x => x > -1 && x < 1 ? 1 : 0)),
        ("soft shrinkage", r => Pointwise(
            r, x => x > 0.5f ? x - 0.5f : x < -0.5f ? x + 0.5f : 0, x => Math.Abs(x) > 0.5f ? 1 : 0)),
        ("a square", r => Pointwise(r, x => x * x, x => 2 * x)),
        ("max-pooling", MaxPooling), ("dense, ReLU, dense", ReluNetwork), ("hinge loss", Hinge), ("Huber loss", Huber),
        ("a rational function", Rational),
    }.Select(kind => new TestCaseData(kind.Draw).SetArgDisplayNames(kind.Name));

    [TestCaseSource(nameof(Kinds))]
    public void Right_code_passes(Func<Random, GradientCheck> draw)
    {
        for (var seed = 0; seed < Draws; seed++)
        {
            var report = draw(new Random(seed)).Run();
            Assert.That(report.Passed, () => $"seed {seed}: {report}");
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void Code_that_is_wrong_by_a_hundredth_in_every_entry_does_not(Func<Random, GradientCheck> draw)
    {
        for (var seed = 0; seed < Draws; seed++)
        {
            excess = 0.01f;
            var report = draw(new Random(seed)).WithoutDiagnosis().Run();
            excess = 0;
            Assert.That(report.Passed, Is.False, () => $"seed {seed}: {report}");
        }
    }

    /// <summary>By what share all upstream gradients, or slopes of a function, are taken too large.</summary>
    [ThreadStatic]
    private static float excess;

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 4 * random.NextSingle() - 2)];

    private static GradientCheck Pointwise(Random random, Func<float, float> f, Func<float, float> slope)
    {
        var (kept, more) = (Array.Empty<float>(), 1 + excess);
        return GradientCheck.OfModule<float[], float[]>(
            x => [.. (kept = [.. x]).Select(f)],
            dy => [.. dy.Zip(kept, (g, x) => more * g * slope(x))]).At(Numbers(random, 8 + random.Next(20)));
    }

    private static GradientCheck MaxPooling(Random random)
    {
        var (height, width, window) = (5 + random.Next(3), 5 + random.Next(3), 2 + random.Next(2));
        var (rows, columns, winners, more) = (height - window + 1, width - window + 1, Array.Empty<int>(), 1 + excess);
        return GradientCheck.OfModule<float[], float[]>(
            x =>
            {
                winners = [.. from i in Enumerable.Range(0, rows)
                              from j in Enumerable.Range(0, columns)
                              select Enumerable.Range(0, window * window)
                                  .Select(tap => (i + tap / window) * width + j + tap % window).MaxBy(at => x[at])];
                return [.. winners.Select(at => x[at])];
            },
            dy =>
            {
                var dx = new float[height * width];
                for (var k = 0; k < dy.Length; k++) dx[winners[k]] += more * dy[k];
                return dx;
            }).At(Numbers(random, height * width));
    }

    private static GradientCheck ReluNetwork(Random random)
    {
        var (inputs, hidden, more) = (4 + random.Next(5), 6 + random.Next(6), 1 + excess);
        var (w, v) = (Numbers(random, inputs * hidden), Numbers(random, hidden * 3));
        var (dw, dv, x, h) = (new float[w.Length], new float[v.Length], Array.Empty<float>(), new float[hidden]);
        return GradientCheck.OfModule<float[], float[]>(Forward, Backward, ("w", w, dw), ("v", v, dv))
            .At(Numbers(random, inputs));

        float[] Forward(float[] input)
        {
            (x, h) = ([.. input], new float[hidden]);
            for (var j = 0; j < hidden; j++)
            {
                for (var i = 0; i < inputs; i++) h[j] += w[j * inputs + i] * x[i];
                h[j] = Math.Max(0, h[j]);
            }
            var y = new float[3];
            for (var k = 0; k < 3; k++) for (var j = 0; j < hidden; j++) y[k] += v[k * hidden + j] * h[j];
            return y;
        }

        float[] Backward(float[] dy)
        {
            var (dx, dh) = (new float[inputs], new float[hidden]);
            for (var k = 0; k < 3; k++)
                for (var j = 0; j < hidden; j++)
                {
                    dv[k * hidden + j] += more * dy[k] * h[j];
                    dh[j] += more * dy[k] * v[k * hidden + j];
                }
            for (var j = 0; j < hidden; j++)
                for (var i = 0; i < inputs && h[j] > 0; i++)
                {
                    dw[j * inputs + i] += dh[j] * x[i];
                    dx[i] += dh[j] * w[j * inputs + i];
                }
            return dx;
        }
    }

    private static GradientCheck Hinge(Random random)
    {
        var (x, more) = (Numbers(random, 3 + random.Next(8)), 1 + excess);
        float[] t = [.. x.Select(_ => random.Next(2) == 0 ? -1f : 1f)];
        return GradientCheck.Of<float>(p => p.Zip(t, (a, b) => Math.Max(0, 1 - a * b)).Sum(),
            p => [.. p.Zip(t, (a, b) => a * b < 1 ? -b * more : 0)]).At(x);
    }

    private static GradientCheck Huber(Random random)
    {
        var (x, more) = (Numbers(random, 3 + random.Next(8)), 1 + excess);
        return GradientCheck.Of<float>(
            p => p.Sum(a => Math.Abs(a) < 1 ? a * a / 2 : Math.Abs(a) - 0.5f) / p.Length,
            p => [.. p.Select(a => Math.Clamp(a, -1, 1) * more / p.Length)]).At(x);
    }

    /// <summary>Each entry moves a sum that is larger than its own part of it.</summary>
    private static GradientCheck Rational(Random random)
    {
        var (x, more) = (Numbers(random, 3 + random.Next(5)), 1 + excess);
        return GradientCheck.Of<float>(
            p => p.Sum(a => a * a) / (1 + p.Sum() * p.Sum()),
            p =>
            {
                var (squares, sum) = (p.Sum(a => a * a), p.Sum());
                var below = 1 + sum * sum;
                return [.. p.Select(a => more * (2 * a / below - 2 * sum * squares / (below * below)))];
            }).At(x);
    }
}
