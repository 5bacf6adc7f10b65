namespace CnnVerified.Verification.Tests.Layers;

/// <summary>Pooling small enough to check on paper.</summary>
public sealed class HandComputedPoolingTests
{
    // x = 1 5 2
    //     4 3 8
    //     7 6 9
    private static readonly Tensor<double> X = new(new Shape(1, 1, 3, 3), 1, 5, 2, 4, 3, 8, 7, 6, 9);

    [Test]
    public void Overlapping_windows_give_a_shared_winner_the_sum_of_their_gradients()
    {
        // Windows of 2×2, one apart: 1 5   5 2   4 3   3 8
        //                            4 3   3 8   7 6   6 9, won by 5, 8, 7, 9.
        var layer = new MaxPooling<double>(2, stride: 1);
        Require(layer, X, y: [5, 8, 7, 9], dy: [1, 2, 3, 4], dx: [0, 1, 0, 0, 0, 2, 3, 0, 4]);
    }

    [Test]
    public void Windows_may_be_taller_than_wide_or_wider_than_tall()
    {
        // 1 5 2   4 3 8      1 5   5 2
        // 4 3 8   7 6 9      4 3   3 8
        //                    7 6   6 9
        Require(new MaxPooling<double>((2, 3), stride: 1), X, [8, 9], [1, 2], [0, 0, 0, 0, 0, 1, 0, 0, 2]);
        Require(new MaxPooling<double>((3, 2), stride: 1), X, [7, 9], [1, 2], [0, 0, 0, 0, 0, 0, 1, 0, 2]);
    }

    [Test]
    public void With_a_border_of_one_and_a_gradient_of_one_an_input_gets_as_much_as_it_has_wins() => Require(
        new MaxPooling<double>(2, stride: 1, padding: 1), X, [1, 5, 5, 2, 4, 5, 8, 8, 7, 7, 9, 9, 7, 7, 9, 9],
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 3, 1, 1, 0, 2, 4, 0, 4]);

    [Test]
    public void Windows_lie_side_by_side_unless_a_stride_is_given_and_leave_over_what_does_not_fit() =>
        Require(new MaxPooling<double>(2), X, y: [5], dy: [3], dx: [0, 3, 0, 0, 0, 0, 0, 0, 0]);

    [Test]
    public void The_first_of_equal_inputs_wins_alone()
    {
        var x = new Tensor<double>(new Shape(1, 1, 2, 3), 2, 7, 7, 7, 7, 1);
        Require(new MaxPooling<double>((2, 3)), x, y: [7], dy: [5], dx: [0, 5, 0, 0, 0, 0]);
    }

    [Test]
    public void Padding_never_wins_even_over_negative_inputs()
    {
        // Windows of 2×2, two apart, over a border of one: each sees one input.
        var x = new Tensor<double>(new Shape(1, 1, 2, 2), -1, -2, -3, -4);
        Require(new MaxPooling<double>(2, padding: 1), x, y: [-1, -2, -3, -4], dy: [1, 2, 3, 4], dx: [1, 2, 3, 4]);
    }

    [Test]
    public void The_largest_of_infinities_is_found_and_NaN_beats_them()
    {
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        Require(new MaxPooling<double>((1, 2)), new(new Shape(1, 1, 1, 2), low, low), [low], [2], [2, 0]);
        Require(new MaxPooling<double>((1, 2)), new(new Shape(1, 1, 1, 2), low, high), [high], [2], [0, 2]);
        Require(
            new MaxPooling<double>((1, 3)), new(new Shape(1, 1, 1, 3), 1, double.NaN, high), [double.NaN],
            [2], [0, 2, 0]);
    }

    [Test]
    public void An_average_counts_the_zeros_of_the_padding()
    {
        // Windows of 2×2, two apart, over a border of one: 1/4, (5 + 2)/4, (4 + 7)/4, (3 + 8 + 6 + 9)/4.
        Require(
            new AveragePooling<double>(2, padding: 1), X, y: [0.25, 1.75, 2.75, 6.5], dy: [4, 8, 12, 16],
            dx: [1, 2, 2, 3, 4, 4, 3, 4, 4]);
    }

    [Test]
    public void Overlapping_averages_add_their_shares()
    {
        // (1 + 5 + 4 + 3)/4, (5 + 2 + 3 + 8)/4, (4 + 3 + 7 + 6)/4, (3 + 8 + 6 + 9)/4.
        Require(
            new AveragePooling<double>(2, stride: 1), X, y: [3.25, 4.5, 5, 6.5], dy: [4, 8, 12, 16],
            dx: [1, 3, 2, 4, 10, 6, 3, 7, 4]);
    }

    [Test]
    public void Each_channel_of_each_sample_is_pooled_by_itself()
    {
        var x = new Tensor<double>(new Shape(2, 2, 1, 2), 1, 2, 4, 3, -1, -2, -4, -3);
        Require(new MaxPooling<double>((1, 2)), x, [2, 4, -1, -3], [1, 2, 3, 4], [0, 1, 2, 0, 3, 0, 0, 4]);
        Require(new AveragePooling<double>((1, 2)), x, [1.5, 3.5, -1.5, -3.5], [2, 4, 6, 8], [1, 1, 2, 2, 3, 3, 4, 4]);
    }

    private static void Require(Layer<double> layer, Tensor<double> x, double[] y, double[] dy, double[] dx)
    {
        var actual = layer.Forward(x);
        Assert.That(actual.Values.ToArray(), Is.EqualTo(y));
        Assert.That(layer.Backward(x, actual, new(actual.Shape, dy)).Input.Values.ToArray(), Is.EqualTo(dx));
    }
}
