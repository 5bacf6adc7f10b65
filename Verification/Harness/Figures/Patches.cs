namespace CnnVerified.Verification.Figures;

/// <summary>
/// Where a heat map shows the entries of a tensor: the last two axes are a block, and the blocks of the axes before
/// them stand side by side. A large tensor is shown in patches, each by that entry of it which is furthest off.
/// </summary>
/// <param name="Rows">The height, in cells.</param>
/// <param name="Columns">The width, in cells.</param>
/// <param name="Cells">Where a cell is, and the position in the tensor of the entry that it shows.</param>
internal sealed record Patches(int Rows, int Columns, IReadOnlyList<(int Row, int Column, int Position)> Cells)
{
    private const int MostBlocks = 32, MostRows = 48, MostColumns = 128, Wide = 2, Wrapped = 32;

    /// <summary>How many rows and columns of the tensor a cell stands for.</summary>
    public (int Rows, int Columns) Patch { get; private init; } = (1, 1);

    /// <summary>How many blocks there are, and how many of them are shown.</summary>
    public (int All, int Shown) Blocks { get; private init; } = (1, 1);

    /// <summary>What the picture does not say of itself.</summary>
    public override string ToString() =>
        (Blocks.Shown < Blocks.All ? $"Of {Blocks.All} blocks the {Blocks.Shown} furthest off are shown. " : "")
        + (Patch == (1, 1) ? ""
            : $"A cell stands for {Patch.Rows}×{Patch.Columns} entries and shows the one that is furthest off.");

    /// <summary>What the rows, columns and blocks are.</summary>
    public static string Axes(Shape shape) => shape.Rank switch
    {
        0 => "One number.",
        1 => $"→ entries 0 to {shape[0] - 1}" + (shape[0] > Wrapped ? $", {Wrapped} in a row." : "."),
        _ => $"↓ axis {shape.Rank - 2}, 0 to {shape[shape.Rank - 2] - 1}; "
            + $"→ axis {shape.Rank - 1}, 0 to {shape[shape.Rank - 1] - 1}"
            + (shape.Rank == 2 ? "." : "; a block for each index before them."),
    };

    /// <summary>Chooses them.</summary>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="error">How far off an entry is, by its position; null where nothing is known.</param>
    public static Patches Of(Shape shape, Func<int, double?> error)
    {
        var width = shape.Rank < 1 ? 1 : shape.Rank == 1 ? Math.Min(shape[0], Wrapped) : shape[shape.Rank - 1];
        var height = shape.Rank < 2 ? (shape.Count + width - 1) / width : shape[shape.Rank - 2];
        var all = shape.Rank < 2 ? 1 : shape.Count / (height * width);
        int[] blocks = all <= MostBlocks ? [.. Enumerable.Range(0, all)]
            : [.. Enumerable.Range(0, all).OrderByDescending(Worst).ThenBy(block => block).Take(MostBlocks).Order()];
        var across = Math.Clamp(
            (int)Math.Round(Math.Sqrt((double)Wide * blocks.Length * height / width)), 1, blocks.Length);
        var down = (blocks.Length + across - 1) / across;
        var patch = (Rows: Parts(height, MostRows / down), Columns: Parts(width, MostColumns / across));
        var (rows, columns) = (Parts(height, patch.Rows), Parts(width, patch.Columns));
        var gap = blocks.Length > 1 ? 1 : 0;
        var cells =
            from one in blocks.Index()
            from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, columns)
            let worst = Furthest(one.Item, row, column)
            where worst is not null
            select (one.Index / across * (rows + gap) + row, one.Index % across * (columns + gap) + column,
                worst.Value);
        return new(down * (rows + gap) - gap, across * (columns + gap) - gap, [.. cells])
        {
            Patch = patch,
            Blocks = (all, blocks.Length),
        };

        double Worst(int block) => Enumerable.Range(block * height * width, height * width).Max(Rank);

        double Rank(int position) => position >= shape.Count || error(position) is not { } known ? -1
            : double.IsNaN(known) ? double.PositiveInfinity : known;

        int? Furthest(int block, int row, int column)
        {
            var (best, most) = (default(int?), -1.0);
            for (var h = row * patch.Rows; h < Math.Min(height, (row + 1) * patch.Rows); h++)
                for (var w = column * patch.Columns; w < Math.Min(width, (column + 1) * patch.Columns); w++)
                {
                    var position = (block * height + h) * width + w;
                    if (Rank(position) > most) (best, most) = (position, Rank(position));
                }
            return best;
        }

        static int Parts(int size, int most) => (size + Math.Max(1, most) - 1) / Math.Max(1, most);
    }
}
