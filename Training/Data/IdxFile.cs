using System.Buffers.Binary;

namespace CnnVerified.Training.Data;

/// <summary>
/// An array of bytes in MNIST's own format, IDX: two zeros, the type 8 (unsigned byte), the number of axes, then the
/// size of each axis as 32 bits big-endian, then the bytes in row-major order.
/// </summary>
internal sealed record IdxFile(int[] Sizes, byte[] Values)
{
    private const byte UnsignedByte = 8;

    /// <summary>Reads one array and leaves the stream just behind it.</summary>
    /// <exception cref="InvalidDataException">It holds no such array; the message goes on from "it …".</exception>
    public static IdxFile Read(Stream stream)
    {
        try
        {
            Span<byte> head = stackalloc byte[4];
            stream.ReadExactly(head);
            if (head is not [0, 0, UnsignedByte, >= 1 and <= 4])
                throw new InvalidDataException(
                    $"begins with {Convert.ToHexString(head)}, but must with 000008 and then 01 to 04 axes");

            Span<byte> size = stackalloc byte[4];
            var sizes = new int[head[3]];
            long count = 1;
            for (var axis = 0; axis < sizes.Length; axis++)
            {
                stream.ReadExactly(size);
                sizes[axis] = BinaryPrimitives.ReadInt32BigEndian(size);
                count *= sizes[axis];
                if (sizes[axis] < 1 || count > Array.MaxLength)
                    throw new InvalidDataException($"has the impossible sizes {string.Join('×', sizes[..(axis + 1)])}");
            }

            var values = new byte[count];
            stream.ReadExactly(values);
            return new IdxFile(sizes, values);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("ends too early");
        }
    }
}
