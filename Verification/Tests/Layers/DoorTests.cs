namespace CnnVerified.Verification.Tests.Layers;

/// <summary>What once wrote outside a tensor, hung, or gave wrong numbers in silence.</summary>
public sealed class DoorTests
{
    [Test]
    public void An_index_has_as_many_numbers_as_there_are_axes()
    {
        Refused(() => { _ = Zeros(2, 3, 4, 5)[1, 2]; }, "index has 2 numbers, but shape 2×3×4×5 has 4 axes.");
        Refused(() => { _ = Zeros(2, 60)[1, 2, 3, 4]; }, "index has 4 numbers, but shape 2×60 has 2 axes.");
    }

    [Test]
    public void An_index_lies_inside_every_axis()
    {
        Refused(() => { _ = Zeros(2, 3)[0, 3]; }, "index is (0, 3), but must lie inside shape 2×3.");
        Refused(
            () => { _ = Zeros(2, 3, 4, 5)[1, -1, 0, 0]; },
            "index is (1, -1, 0, 0), but must lie inside shape 2×3×4×5.");
    }

    [Test]
    public void A_shape_has_no_axis_but_its_own()
    {
        Refused(
            () => { _ = new Shape(2, 3)[2]; },
            "axis is 2, but must be from 0 to less than 2, the number of axes of shape 2×3.");
        Refused(
            () => { _ = new Shape().WithoutFirstAxis(); },
            "axis is 0, but must be from 0 to less than 0, the number of axes of shape ().");
        Refused(
            () => { _ = new Shape(2, 3).IndexOf(6); },
            "position is 6, but must be from 0 to less than 6, the entries of shape 2×3.");
    }

    [Test]
    public void A_network_refuses_gradients_and_traces_of_another()
    {
        var network = new Network<double>(Dense(2, 3, 4).Layer);
        var trace = new Trace<double>(network, new Shape(2, 3));
        Refused(() => network.Backward(trace, []), "gradients has 0 tensors, but must have 2, one for each parameter.");
        Refused(
            () => network.Backward(trace, [Zeros(4, 3), Zeros(3)]), "gradients[1] has shape 3, but must have shape 4.");
        Refused(
            () => new Network<double>(network.Layers[0], new ReLU<double>()).Forward(Zeros(2, 3), trace),
            "trace has buffers for 1 layers, but the network has 2.");
    }

    [Test]
    public void A_layer_in_two_traces_takes_turns_with_their_shapes()
    {
        var (layer, _, _) = Dense(1, 3, 4);
        for (var n = 1; n < 4; n++)
        {
            Assert.That(layer.Forward(Zeros(n, 3)).Shape, Is.EqualTo(new Shape(n, 4)));
            Refused(
                () => layer.Forward(Zeros(n, 3), Zeros(n + 1, 4)),
                $"y has shape {n + 1}×4, but must have shape {n}×4.");
        }
    }

    private static (Dense<double> Layer, Tensor<double> X, Tensor<double> Y) Dense(int n, int inputs, int outputs) =>
        (new(Zeros(outputs, inputs), Zeros(outputs)), Zeros(n, inputs), Zeros(n, outputs));

    private static void Refused(Action call, string sentence) => Assert.That(
        call, Throws.InstanceOf<ArgumentException>().With.Message.StartsWith(sentence + " (Parameter '"));

    private static Tensor<double> Zeros(params int[] shape) => new(new Shape(shape));
}
