namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>The maximum of each window of 2, whose place is remembered.</summary>
internal sealed class Winners(string bug)
{
    private int[] places = [];
    private double[] best = [], x = [];

    public double[] Forward(double[] given)
    {
        x = given;
        places = new int[x.Length / 2];
        best = new double[places.Length];
        for (var k = 0; k < places.Length; k++)
        {
            places[k] = x[2 * k + 1] > x[2 * k] ? 2 * k + 1 : 2 * k;
            best[k] = x[places[k]] * x[places[k]];
        }
        return [.. best];
    }

    public double[] Backward(double[] dy)
    {
        var dx = new double[x.Length];
        for (var k = 0; k < places.Length; k++)
            dx[places[k]] += (bug == "square of the value" ? best[k] : x[places[k]]) * dy[k] * 2;
        return dx;
    }
}
