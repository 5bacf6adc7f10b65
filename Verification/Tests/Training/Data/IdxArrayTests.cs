using CnnVerified.Training.Data;
using CnnVerified.Verification.Tests.Properties;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace CnnVerified.Verification.Tests.Training.Data;

public sealed class IdxArrayTests
{
    /// <summary>Four sizes, or an exception with its sentence and stack: no bytes of the file among them.</summary>
    private const int SizesAndSentence = 16_384;

    [GateProperty]
    public void An_array_is_read_back_from_its_bytes(byte[] values)
    {
        if (values.Length == 0) return;
        var array = IdxArray.Read(SmallMnist.Idx([1, values.Length], values));
        Assert.That(array.Sizes, Is.EqualTo(new[] { 1, values.Length }));
        Assert.That(array.Values.ToArray(), Is.EqualTo(values));
    }

    [GateProperty(MaxTest = 2_000)]
    public Property No_bytes_crash_it_or_make_it_allocate() => Prop.ForAll(RandomBytes(), Survives);

    [GateProperty(MaxTest = 2_000)]
    public Property No_changes_of_a_right_file_crash_it_or_make_it_allocate() => Prop.ForAll(MutatedFile(), Survives);

    private static void Survives(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (array, complaint) = Read(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.LessThan(SizesAndSentence));
        if (array is null) Assert.That(complaint, Is.Not.Empty.And.Not.Contains('\n'));
        else Assert.That(array.Sizes.Aggregate(1, (product, size) => product * size),
            Is.EqualTo(array.Values.Length).And.LessThan(bytes.Length));
    }

    private static (IdxArray? Array, string? Complaint) Read(byte[] bytes)
    {
        try
        {
            return (IdxArray.Read(bytes), null);
        }
        catch (InvalidDataException complaint)
        {
            return (null, complaint.Message);
        }
    }

    private static Arbitrary<byte[]> RandomBytes() => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
        .SelectMany(tail =>
            Gen.Elements<byte[]>([], [0, 0, 8], [0, 0, 8, 1], [0, 0, 8, 3, 0, 0], [0, 0, 8, 4, 0x7f, 0xff, 0xff, 0xff])
            .Select(head => (byte[])[.. head, .. tail])).ToArbitrary();

    private static Arbitrary<byte[]> MutatedFile() =>
        (from changes in Gen.Choose(0, 19).Zip(Gen.Elements(0, 1, 2, 127, 128, 255)).ListOf(3)
         from length in Gen.Choose(0, 40)
         select Changed(changes, length)).ToArbitrary();

    private static byte[] Changed(IEnumerable<(int Position, int Value)> changes, int length)
    {
        var file = SmallMnist.Idx([2, 3, 4], [.. Enumerable.Range(0, 24).Select(value => (byte)value)]);
        foreach (var (position, value) in changes) file[position] = (byte)value;
        return file[..length];
    }
}
