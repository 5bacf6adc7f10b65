namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = tanh(x·W)·exp(−Σ x²), as a module that keeps what its forward pass found, with mistakes.</summary>
internal sealed class Remembered(string bug)
{
    private float[,] input = new float[0, 0], activation = new float[0, 0];
    private float[] scale = [];

    public float[,] W { get; } = { { 0.4f, -1.1f }, { 0.7f, 0.9f }, { -0.3f, 0.5f } };

    public float[,] DW { get; } = new float[3, 2];

    public float[,] Forward(float[,] x)
    {
        var (rows, y) = (x.GetLength(0), new float[x.GetLength(0), 2]);
        (input, activation, scale) = (x, new float[rows, 2], new float[rows]);
        for (var n = 0; n < rows; n++)
        {
            var squares = 0f;
            for (var i = 0; i < 3; i++) squares += x[n, i] * x[n, i];
            scale[n] = MathF.Exp(-squares);
            for (var j = 0; j < 2; j++)
            {
                var z = 0f;
                for (var i = 0; i < 3; i++) z += x[n, i] * W[i, j];
                activation[n, j] = MathF.Tanh(z);
                y[n, j] = activation[n, j] * scale[n];
            }
        }
        return y;
    }

    public float[,] Backward(float[,] dy)
    {
        var dx = new float[input.GetLength(0), 3];
        for (var n = 0; n < input.GetLength(0); n++)
        {
            var dot = 0f;
            for (var j = 0; j < 2; j++)
            {
                var h = activation[n, j];
                var dz = dy[n, j] * scale[n] * (bug == "slope not squared" ? 1 - h : 1 - h * h);
                dot += dy[n, j] * (bug == "activation without scale" ? h : h * scale[n]);
                for (var i = 0; i < 3; i++)
                {
                    DW[i, j] += dz * input[n, i];
                    dx[n, i] += dz * W[i, j];
                }
            }
            for (var i = 0; i < 3; i++)
                dx[n, i] -= (bug == "2 of the square" ? 1 : 2) * input[n, i] * dot;
        }
        return dx;
    }
}
