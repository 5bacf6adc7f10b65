namespace CnnVerified.Verification.Tests.Training.Data;

public sealed class IdxArrayTests
{
    [GateProperty]
    public void An_array_is_read_back_from_its_bytes(byte[] values)
    {
        if (values.Length == 0) return;
        var array = IdxArray.Read(SmallMnist.Idx([1, values.Length], values));
        Assert.That(array.Sizes, Is.EqualTo(new[] { 1, values.Length }));
        Assert.That(array.Values.ToArray(), Is.EqualTo(values));
    }
}
