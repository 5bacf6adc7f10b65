namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Rows of W: update gate z, reset gate r, candidate g of (x, r·h); h′ = (1 − z)·g + z·h.</summary>
internal static class Gru
{
    private const int Units = 3;

    public static (double[] Z, double[] R, double[] G, double[] Out) Forward(double[] x, double[] h, double[,] w)
    {
        double[] z = [.. Cell.Affine(w, 0, [.. x, .. h]).Select(Cell.Sigmoid)];
        double[] r = [.. Cell.Affine(w, Units, [.. x, .. h]).Select(Cell.Sigmoid)];
        double[] g = [.. Cell.Affine(w, 2 * Units, [.. x, .. r.Zip(h, (a, b) => a * b)]).Select(Math.Tanh)];
        return (z, r, g, [.. z.Select((v, i) => (1 - v) * g[i] + v * h[i])]);
    }

    public static (string, Array)[] Backward(string bug, double[] x, double[] h, double[,] w, double[] dy)
    {
        var (z, r, g, _) = Forward(x, h, w);
        var (dx, dh, dw) = (new double[x.Length], new double[Units], new double[3 * Units, x.Length + Units]);
        double[] dg = [.. dy.Select((v, i) => v * (1 - z[i])
            * (bug == "sigmoid's slope of the candidate" ? g[i] * (1 - g[i]) : 1 - g[i] * g[i]))];
        double[] dz = [.. dy.Select((v, i) => v * (bug == "z's sign" ? g[i] - h[i] : h[i] - g[i]) * z[i] * (1 - z[i]))];
        var reset = new double[x.Length + Units];
        double[] second = [.. x, .. bug == "candidate of h alone" ? h : r.Zip(h, (a, b) => a * b)];
        Cell.Back(w, 2 * Units, dg, second, reset, dw);
        double[] dr = [.. r.Select((v, i) => reset[x.Length + i] * h[i]
            * (bug == "r's slope forgotten" ? 1 : v * (1 - v)))];
        var into = new double[x.Length + Units];
        Cell.Back(w, 0, dz, [.. x, .. h], into, dw);
        Cell.Back(w, Units, dr, [.. x, .. h], into, dw);
        for (var j = 0; j < x.Length; j++) dx[j] = into[j] + reset[j];
        for (var i = 0; i < Units; i++)
            dh[i] = into[x.Length + i] + (bug == "h not passed on by z" ? 0 : dy[i] * z[i])
                + (bug == "reset gate's path to h" ? 0 : reset[x.Length + i] * r[i]);
        return [("x", dx), ("h", dh), ("W", dw)];
    }
}

/// <summary>Rows of W: input, forget and output gate, candidate; c′ = f·c + i·g, h′ = o·tanh(c′); both are y.</summary>
internal static class Lstm
{
    private const int Units = 3;

    public static (double[][] Gates, double[] Out) Forward(double[] x, double[] h, double[] c, double[,] w)
    {
        double[][] gates = [.. Enumerable.Range(0, 4).Select(k => Cell.Affine(w, k * Units, [.. x, .. h])
            .Select(z => k == 3 ? Math.Tanh(z) : Cell.Sigmoid(z)).ToArray())];
        double[] after = [.. c.Select((v, i) => gates[1][i] * v + gates[0][i] * gates[3][i])];
        return (gates, [.. after.Select((v, i) => gates[2][i] * Math.Tanh(v)), .. after]);
    }

    public static (string, Array)[] Backward(
        string bug, double[] x, double[] h, double[] c, double[,] w, double[] dy)
    {
        var (gates, y) = Forward(x, h, c, w);
        var (i, f, o, g) = (gates[0], gates[1], gates[2], gates[3]);
        var (dc, dz) = (new double[Units], Enumerable.Range(0, 4).Select(_ => new double[Units]).ToArray());
        for (var u = 0; u < Units; u++)
        {
            var t = Math.Tanh(y[Units + u]);
            var cell = dy[Units + u] + dy[u] * o[u] * (bug == "tanh of the cell forgotten" ? 1 : 1 - t * t);
            dz[0][u] = cell * g[u] * i[u] * (1 - i[u]);
            dz[1][u] = cell * c[u] * (bug == "forget gate's slope forgotten" ? 1 : f[u] * (1 - f[u]));
            dz[2][u] = dy[u] * (bug == "dc of the output gate" ? y[Units + u] : t) * o[u] * (1 - o[u]);
            dz[3][u] = cell * i[u] * (bug == "candidate with sigmoid's slope" ? g[u] * (1 - g[u]) : 1 - g[u] * g[u]);
            dc[u] = cell * (bug == "dc without the forget gate" ? 1 : f[u]);
        }
        var (into, dw) = (new double[x.Length + Units], new double[4 * Units, x.Length + Units]);
        for (var k = 0; k < 4; k++)
            Cell.Back(w, k * Units, dz[k], [.. x, .. h], into, dw,
                bug == "gates' order in dW" ? (k + 2) % 4 * Units : k * Units);
        return [("x", into[..x.Length]), ("h", into[x.Length..]), ("c", dc), ("W", dw)];
    }
}

/// <summary>What gated cells are made of.</summary>
internal static class Cell
{
    private const int Units = 3;

    public static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    public static double[] Affine(double[,] w, int first, double[] input) =>
        [.. Enumerable.Range(first, Units).Select(row => input.Select((v, j) => w[row, j] * v).Sum())];

    public static void Back(
        double[,] w, int first, double[] dz, double[] input, double[] into, double[,] dw, int? written = null)
    {
        for (var i = 0; i < Units; i++)
            for (var j = 0; j < input.Length; j++)
            {
                dw[(written ?? first) + i, j] += dz[i] * input[j];
                into[j] += dz[i] * w[first + i, j];
            }
    }
}
