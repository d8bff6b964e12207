using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Codes of all keys of a run, gathered by many threads into parts that each fit the processor's own memory, so that those which occur more than once are found without a miss at every key.</summary>
/// <remarks>Blocks of codes lie outside the collected heap, up to a limit; further ones go to a file, which nobody else can read and which is gone when this is.</remarks>
internal sealed unsafe class GatheredKeys : IDisposable
{
    /// <summary>Codes of a block: a page of memory.</summary>
    public const int BlockLength = 512;

    private const int BlockBytes = BlockLength * sizeof(ulong);

    /// <summary>Memory is taken in pieces so large that the system has them back as soon as they are free.</summary>
    private const long SlabBytes = 64L << 20;

    /// <summary>So many parts that one of 100 million keys fits the processor's own memory, and so few that their ends do, too.</summary>
    public const int Parts = 1 << PartBits;

    private const int PartBits = 11;

    private readonly long _blocksAllowed;
    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly List<nint> _slabs = [];
    private readonly List<Block>[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new List<Block>())];
    private readonly ConcurrentBag<Hand> _idle = [];
    private long _taken;
    private FileStream? _spilled;
    private long _spilledBytes;

    /// <param name="memory">Bytes of codes to be held in memory at most; never less than the blocks that are being filled.</param>
    /// <param name="folder">Where further codes are written.</param>
    public GatheredKeys(long memory, string folder)
    {
        _blocksAllowed = memory / BlockBytes;
        _folder = folder;
    }

    /// <summary>Blocks that were written to the file.</summary>
    public long Spilled => _spilledBytes / BlockBytes;

    public static int PartOf(ulong code) => (int)(KeyCode.Stir(code) >> (64 - PartBits));

    /// <summary>A hand that gathers, for one thread until it gives it back.</summary>
    public Hand Take() => _idle.TryTake(out var hand) ? hand : new(this);

    public void GiveBack(Hand hand) => _idle.Add(hand);

    /// <summary>Ends the gathering: all hands have been given back.</summary>
    public void Close()
    {
        while (_idle.TryTake(out var hand))
        {
            hand.Close();
        }
    }

    /// <summary>The codes of a part that occur more than once, with how often they do.</summary>
    /// <param name="slots">Room that is used again from part to part.</param>
    public Dictionary<ulong, int> Repeated(int part, ref ulong[] slots)
    {
        var repeated = new Dictionary<ulong, int>();
        var count = _parts[part].Sum(b => b.Length);
        if (count < 2)
        {
            return repeated;
        }
        var room = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 3L / 2));
        if (slots.Length < room)
        {
            slots = new ulong[room];
        }
        slots.AsSpan(0, room).Clear();
        var mask = (uint)room - 1;
        var read = stackalloc ulong[BlockLength];
        foreach (var block in _parts[part])
        {
            var codes = block.At;
            if (codes == null)
            {
                Fill(new(read, BlockBytes), block.Offset);
                codes = read;
            }
            for (var n = 0; n < block.Length; n++)
            {
                var code = codes[n];
                var at = (uint)(KeyCode.Stir(code) >> 16) & mask;
                while (slots[at] != 0 && slots[at] != code)
                {
                    at = (at + 1) & mask;
                }
                if (slots[at] == 0)
                {
                    slots[at] = code;
                }
                else
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(repeated, code, out var known)++;
                    if (!known)
                    {
                        repeated[code] = 2;
                    }
                }
            }
        }
        return repeated;
    }

    public void Dispose()
    {
        _idle.Clear();
        foreach (var slab in _slabs)
        {
            NativeMemory.AlignedFree((void*)slab);
        }
        _slabs.Clear();
        _spilled?.Dispose();
        _spilled = null;
    }

    /// <summary>A free block, or null when the limit is reached and it is not for a hand's first.</summary>
    private ulong* FreeBlock(bool needed)
    {
        lock (_gate)
        {
            if (_taken >= _blocksAllowed && !needed)
            {
                return null;
            }
            var place = _taken++ * BlockBytes;
            if (place / SlabBytes >= _slabs.Count)
            {
                var slab = NativeMemory.AlignedAlloc((nuint)SlabBytes, HugePages.Alignment);
                HugePages.Wish(slab, SlabBytes);
                _slabs.Add((nint)slab);
            }
            return (ulong*)(_slabs[(int)(place / SlabBytes)] + (nint)(place % SlabBytes));
        }
    }

    private void Keep(int part, Block block)
    {
        lock (_parts[part])
        {
            _parts[part].Add(block);
        }
    }

    private long Spill(ulong* codes)
    {
        long offset;
        lock (_gate)
        {
            if (_spilled is null)
            {
                Directory.CreateDirectory(_folder);
                var path = Path.Combine(_folder, $"keys-{Path.GetRandomFileName()}");
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = 0 };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }
                _spilled = new FileStream(path, options);
                if (!OperatingSystem.IsWindows())
                {
                    // Without a name it is gone even when this process is killed.
                    File.Delete(path);
                }
            }
            offset = _spilledBytes;
            _spilledBytes += BlockBytes;
        }
        RandomAccess.Write(_spilled.SafeFileHandle, new ReadOnlySpan<byte>(codes, BlockBytes), offset);
        return offset;
    }

    private void Fill(Span<byte> block, long offset)
    {
        while (!block.IsEmpty)
        {
            var read = RandomAccess.Read(_spilled!.SafeFileHandle, block, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("The file of keys is shorter than what was written to it.");
            }
            block = block[read..];
            offset += read;
        }
    }

    private readonly record struct Block(nint Place, long Offset, int Length)
    {
        public ulong* At => (ulong*)Place;
    }

    /// <summary>Fills one block of each part.</summary>
    internal sealed class Hand(GatheredKeys keys)
    {
        private readonly ulong*[] _blocks = new ulong*[Parts];
        private readonly ushort[] _lengths = new ushort[Parts];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ulong code)
        {
            var part = PartOf(code);
            var block = _blocks[part];
            var length = (int)_lengths[part];
            if (block == null || length == BlockLength)
            {
                block = Next(part);
                length = 0;
            }
            block[length] = code;
            _lengths[part] = (ushort)(length + 1);
        }

        public void Close()
        {
            for (var part = 0; part < _blocks.Length; part++)
            {
                if (_blocks[part] != null)
                {
                    keys.Keep(part, new((nint)_blocks[part], 0, _lengths[part]));
                    _blocks[part] = null;
                }
            }
        }

        private ulong* Next(int part)
        {
            var full = _blocks[part];
            var next = keys.FreeBlock(needed: full == null);
            if (full != null && next == null)
            {
                keys.Keep(part, new(0, keys.Spill(full), BlockLength));
                next = full;
            }
            else if (full != null)
            {
                keys.Keep(part, new((nint)full, 0, BlockLength));
            }
            return _blocks[part] = next;
        }
    }
}
