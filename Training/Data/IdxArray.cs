using System.Buffers.Binary;

namespace CnnVerified.Training.Data;

/// <summary>
/// An array of bytes in MNIST's own format, IDX: two zeros, the type 8 (unsigned byte), the number of axes, then the
/// size of each axis as 32 bits big-endian, then the bytes in row-major order.
/// </summary>
/// <param name="Sizes">The sizes of the axes, outermost first, each at least 1.</param>
/// <param name="Values">The bytes, as many as the sizes say: a part of what was read, not a copy.</param>
internal sealed record IdxArray(int[] Sizes, ReadOnlyMemory<byte> Values)
{
    private const int MagicLength = 4, SizeLength = 4;
    private const byte UnsignedByte = 8;

    /// <summary>Reads the array at the beginning; whatever stands there, nothing but the sizes is allocated.</summary>
    /// <param name="bytes">What is read.</param>
    /// <param name="rest">What follows the array.</param>
    /// <exception cref="InvalidDataException">
    /// There is no such array; the message is a clause without a subject.
    /// </exception>
    public static IdxArray Read(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> rest)
    {
        if (bytes.Span is not [0, 0, ..] && FileKind.NameOf(bytes.Span) is { } kind)
            throw new InvalidDataException($"is {kind}, but must be an IDX array of bytes");
        var magic = bytes.Span[..Math.Min(bytes.Length, MagicLength)];
        if (magic is not [0, 0, UnsignedByte, >= 1 and <= 4 and var axes])
            throw new InvalidDataException(
                $"begins with {Convert.ToHexString(magic)}, "
                + "but an IDX array of bytes begins with 000008 and 01 to 04 axes");

        rest = bytes[MagicLength..];
        var sizes = new int[axes];
        long count = 1;
        for (var axis = 0; axis < axes; axis++)
        {
            if (rest.Length < SizeLength) throw new InvalidDataException("ends within its header");
            sizes[axis] = BinaryPrimitives.ReadInt32BigEndian(rest.Span);
            rest = rest[SizeLength..];
            if (sizes[axis] < 1 || (count *= sizes[axis]) > int.MaxValue)
                throw new InvalidDataException($"has the impossible sizes {string.Join('×', sizes[..(axis + 1)])}");
        }

        if (rest.Length < count)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"should go on for {count:N0} bytes after its header, but ends after {rest.Length:N0}"));
        var values = rest[..(int)count];
        rest = rest[(int)count..];
        return new IdxArray(sizes, values);
    }

    /// <summary>Reads an array that nothing follows.</summary>
    /// <exception cref="InvalidDataException">
    /// There is no such array, or something follows; the message is a clause without a subject.
    /// </exception>
    public static IdxArray Read(ReadOnlyMemory<byte> bytes)
    {
        var array = Read(bytes, out var rest);
        return rest.IsEmpty ? array : throw new InvalidDataException("goes on after its last array");
    }
}
