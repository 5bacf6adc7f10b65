namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercises that train: an optimiser, and the whole network of the original's experiment.</summary>
internal static class TrainingSteps
{
    private delegate double[] Train(
        double[][,] images, double[][,] targets, double[][,] kernels, double[][,] biases, double[,] W1, double[] b1,
        double[,] W2, double[] b2, double rate, int epochs);

    public static IReadOnlyList<Question> OfMomentum(StudentCode code)
    {
        const double Rate = 0.1, Kept = 0.5;
        const string Line = "v[i] = momentum * v[i] - rate * dtheta[i];\ntheta[i] += v[i];";
        var step = code.Method<Action<double[], double[], double[], double, double>>("Step");
        return
        [
            new("v of two steps of the example", "the velocity keeps the share μ of itself, and has the sign of -dθ",
                "the gradient is added, or has a factor 1 - μ", Line,
                () => ArrayComparison.Of("v", Steps([1], [2]).V[0], -0.3)),
            new("θ of two steps of the example", "θ moves by the velocity, which has the rate already",
                "θ moves by the gradient, or by rate · v", Line,
                () => ArrayComparison.Of("theta", Steps([1], [2]).Theta[0], 0.5)),
            new("two steps from a drawn point", "every entry has its own velocity", "one velocity for all", Line, () =>
            {
                var (theta, dtheta) = (Draw.Row(1, 4), Draw.Row(2, 4));
                var reference = Tensors.Of(theta);
                var momentum = new Momentum<double>(Rate, Kept);
                for (var k = 0; k < 2; k++) momentum.Update(reference, Tensors.Of(dtheta));
                return ArrayComparison.Of("theta", Steps(theta, dtheta).Theta, reference.Values.ToArray());
            }),
            new("dθ is left as it was", "whoever gives you an array finds it unchanged", "dθ is scaled in its place",
                Line, () =>
                {
                    double[] dtheta = [2];
                    step([1], [0], dtheta, Rate, Kept);
                    return ArrayComparison.Of("dtheta", dtheta, new double[] { 2 });
                }),
        ];

        (double[] Theta, double[] V) Steps(double[] theta, double[] dtheta)
        {
            var v = new double[theta.Length];
            for (var k = 0; k < 2; k++) step(theta, v, [.. dtheta], Rate, Kept);
            return (theta, v);
        }
    }

    public static IReadOnlyList<Question> OfNetwork(StudentCode code)
    {
        var train = code.Method<Train>("Train");
        string[] lines =
        [
            "Descend(kernels[f], KernelGradient.Backward(images[n], dy), rate);",
            "Descend(biases[f], dy, rate);",
            "var dz1 = Through(hidden, DenseBackward.InputGradient(dz2, W2));",
            "Descend(b1, DenseBackward.BiasGradient(dz1), rate);",
            "var dz2 = Through(p, CrossEntropy.Gradient(p, targets[n]));",
            "Descend(b2, DenseBackward.BiasGradient(dz2), rate);",
        ];
        string[] names = ["kernels", "biases", "W1", "b1", "W2", "b2"];
        return
        [
            new("the loss of the first image", "the forward pass goes through three sigmoids, and the loss is a mean",
                "a sigmoid or a bias is left out, or the features are in another order",
                "features[0, (f * z.GetLength(0) + h) * z.GetLength(1) + w] =", () =>
                {
                    var start = new OriginalStart();
                    return ArrayComparison.Of("L", start.Run(train, images: 1, epochs: 1)[0],
                        start.Loss(image: 0));
                }),
            .. names.Select((name, k) => new Question(
                $"the first step of {name}", "a step subtracts rate · gradient, each gradient that of before the step",
                "a sigmoid's derivative is left out, or a parameter was changed before its gradient was needed",
                lines[k], () =>
                {
                    var start = new OriginalStart();
                    start.Run(train, images: 1, epochs: 1);
                    return ArrayComparison.Of($"d{name}", start.Gradient(k), start.ReferenceGradient(k), 1e-7);
                })),
            new("the losses of five epochs", "they are the original's", "the images in another order",
                "losses[epoch] += CrossEntropy.Loss(p, targets[n]) / images.Length;", () =>
                {
                    var experiment = new Experiment<double>(ExperimentDefinition.Original.Settings);
                    var right = Enumerable.Range(0, 5).Select(_ => experiment.TrainEpoch()).ToArray();
                    var first = ArrayComparison.Of("L", new OriginalStart().Run(train, 200, 1), right[..1]);
                    return first.Outcome != Outcome.Right ? first
                        : ArrayComparison.Of("L", new OriginalStart().Run(train, 200, 5), right);
                }) { Patience = TimeSpan.FromMinutes(5) },
        ];
    }

    /// <summary>Where the original's training starts, as plain arrays.</summary>
    private sealed class OriginalStart
    {
        private static readonly ExperimentSettings Settings = ExperimentDefinition.Original.Settings;
        private readonly Network<double> network;
        private readonly Tensor<double>[] images, targets;
        private readonly Array[] parameters;

        public OriginalStart()
        {
            var random = new NumPyRandom(Settings.Seed);
            network = Settings.Definition.Network(random, Settings.Initialization);
            var digits = Settings.Definition.Data().Training;
            var chosen = digits.FirstOfEachClass(Settings.SamplesPerClass);
            int[] order = [.. random.Permutation(chosen.Length).Select(k => chosen[k])];
            images = Array.ConvertAll(order, digits.Image<double>);
            targets = Array.ConvertAll(order, digits.Target<double>);
            var values = network.Parameters.Select(parameter => parameter.Value).ToArray();
            parameters =
            [
                Tensors.Matrices(values[0]), Tensors.Matrices(values[1]),
                Tensors.Matrix(values[2]), values[3].Values.ToArray(),
                Tensors.Matrix(values[4]), values[5].Values.ToArray(),
            ];
        }

        /// <summary>Trains the student's network on some of the images; the parameters move.</summary>
        public double[] Run(Train train, int images, int epochs) => train(
            Array.ConvertAll(this.images[..images], Tensors.Matrix),
            Array.ConvertAll(targets[..images], Tensors.Matrix), (double[][,])parameters[0],
            (double[][,])parameters[1], (double[,])parameters[2], (double[])parameters[3], (double[,])parameters[4],
            (double[])parameters[5], Settings.LearningRate, epochs);

        /// <summary>The library's loss of an image.</summary>
        public double Loss(int image) => Settings.Definition.Loss.Value(
            network.Layers.Aggregate(images[image], (x, layer) => layer.Forward(x)), targets[image]);

        /// <summary>What a parameter has moved by, divided by the rate.</summary>
        public double[] Gradient(int k)
        {
            var before = network.Parameters[k].Value.Values.ToArray();
            double[] after = parameters[k] is double[][,] some
                ? [.. some.SelectMany(one => one.Cast<double>())] : [.. parameters[k].Cast<double>()];
            return [.. before.Zip(after, (from, to) => (from - to) / Settings.LearningRate)];
        }

        /// <summary>The same of the library's first step.</summary>
        public double[] ReferenceGradient(int k)
        {
            var moved = network.Parameters[k].Value;
            var before = moved.Values.ToArray();
            new Trainer<double>(
                network, Settings.Definition.Loss, new Sgd<double>(Settings.LearningRate), images[0].Shape)
                .Step(images[0], targets[0]);
            return [.. before.Zip(moved.Values.ToArray(), (from, to) => (from - to) / Settings.LearningRate)];
        }
    }
}
