using System.Reflection;
using PublicApiGenerator;

namespace CnnVerified.Verification.Tests.Snapshots;

public sealed class PublicApiTests
{
    [Test]
    public Task The_public_API_of_the_layers_is_the_approved_one() =>
        Approve("public-api.layers", typeof(Shape).Assembly);

    [Test]
    public Task The_public_API_of_the_harness_is_the_approved_one() =>
        Approve("public-api.verification", typeof(Tolerances).Assembly);

    [Test]
    public Task The_public_API_for_NUnit_is_the_approved_one() =>
        Approve("public-api.nunit", typeof(GradientAssertions).Assembly);

    [Test]
    public Task The_public_API_for_FsCheck_is_the_approved_one() =>
        Approve("public-api.fscheck", typeof(GeometryArbitraries).Assembly);

    private static Task Approve(string name, Assembly assembly)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        return Snapshot.Approve(name, assembly.GeneratePublicApi(options));
    }
}
