using System.Collections.Concurrent;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>What every checker says of the right and the wrong gradients of a family at its points.</summary>
internal sealed class Survey
{
    /// <summary>How many points of each family the gate tries, and the approved table tells of.</summary>
    public const int GatePoints = 40;

    /// <summary>This environment variable asks for more.</summary>
    public const string PointsVariable = "CNNVERIFIED_VERDICT_POINTS";

    /// <summary>How many points each family has.</summary>
    public static readonly int Points = int.Parse(
        Environment.GetEnvironmentVariable(PointsVariable) ?? $"{GatePoints}", CultureInfo.InvariantCulture);

    private static readonly ConcurrentDictionary<Family, Lazy<Survey>> Known = [];
    private readonly List<Finding> findings = [];
    private readonly Answer[,,] rules = new Answer[Checkers.Rules.Length, Mistake.Sizes.Length, Points];

    private Survey(Family family)
    {
        var random = new Random(20261125);
        for (var point = 0; point < Points; point++)
        {
            var x = family.Draw(random);
            foreach (var (s, size) in Mistake.Sizes.Index())
            {
                var one = new Case(family, point, x, size);
                findings.Add(new(one, Checkers.Own(one).Answer));
                foreach (var (r, (_, passes)) in Checkers.Rules.Index())
                    rules[r, s, point] = Checkers.Of(passes, new(family, point, x, size));
            }
        }
    }

    /// <summary>The survey of a family, made when first asked for.</summary>
    public static Survey Of(Family family) =>
        Known.GetOrAdd(family, new Lazy<Survey>(() => new(family))).Value;

    /// <summary>The cases of an error's size that got one of some answers.</summary>
    public IEnumerable<Finding> Found(double size, params Answer[] answers) =>
        findings.Where(one => one.Case.Error == size && answers.Contains(one.Answer));

    /// <summary>At how many points a rule gives an answer to an error's size.</summary>
    public int Count(int rule, int size, Answer answer) =>
        Enumerable.Range(0, Points).Count(point => rules[rule, size, point] == answer);

    /// <summary>
    /// At how many points a rule cannot tell right from wrong: it refuses the right gradient or passes the one that
    /// is 10 % wrong.
    /// </summary>
    public int Undecided(int rule) => Enumerable.Range(0, Points).Count(point =>
        rules[rule, 0, point] == Answer.Refused || rules[rule, Mistake.Sizes.Length - 1, point] == Answer.Passed);

    /// <summary>One answer of this library.</summary>
    internal sealed record Finding(Case Case, Answer Answer)
    {
        /// <summary>All that is needed to see it again, and the report of the check when it is run again.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
            {Case.Family}, point {Case.Point}: [{string.Join(", ", Case.X.Select(Exactly))}]
            error {Case.Error}, claimed [{string.Join(", ", Case.Gradient(Case.X).Select(Exactly))}], {Answer}
            {Checkers.Own(new(Case.Family, Case.Point, Case.X, Case.Error)).Report()}
            """);

        private static string Exactly(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}
