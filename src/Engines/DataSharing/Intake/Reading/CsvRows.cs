using System.Globalization;
using System.Text;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>Reads RFC 4180 rows from a text, one at a time, holding no more than one cell beyond its buffer.</summary>
internal sealed class CsvRows(TextReader text, char delimiter)
{
    private const int Known = 4096;

    private const int LongestKnown = 16;

    private readonly string?[] _known = new string?[Known];
    private readonly List<string> _cells = [];
    private readonly StringBuilder _pieces = new();
    private char[] _buffer = new char[1 << 16];
    private int _at;
    private int _end;
    private bool _isLast;
    private long _size;
    private long _physical = 1;

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="InvalidInputException">A quote does not close, a row or cell is too long, or the bytes are not of the encoding.</exception>
    public string[]? Next()
    {
        if (_at == _end && !Fill(ref _at))
        {
            return null;
        }
        _cells.Clear();
        _size = 0;
        bool more;
        do
        {
            more = (_at < _end || Fill(ref _at)) && _buffer[_at] == '"' ? Quoted() : Plain();
            if (_cells.Count > Bounds.Columns)
            {
                throw Refused("sharing.intake.fault.columns", Bounds.Columns);
            }
            _size += _cells[^1].Length;
            if (_size > Bounds.Row)
            {
                throw Refused("sharing.intake.fault.long-row", _physical);
            }
        }
        while (more);
        return [.. _cells];
    }

    /// <summary>Reads a cell without quotes; true when another follows in its row.</summary>
    private bool Plain()
    {
        var (from, seek) = (_at, _at);
        while (true)
        {
            var found = _buffer.AsSpan(seek, _end - seek).IndexOfAny(delimiter, '\n');
            if (found >= 0)
            {
                _at = seek + found;
                return End(from, _at);
            }
            seek = _end;
            if (_end - from > Bounds.Cell)
            {
                throw Refused("sharing.intake.fault.long-row", _physical);
            }
            var kept = _end - from;
            if (!Fill(ref from))
            {
                _at = _end;
                return End(from, _end);
            }
            seek = from + kept;
        }
    }

    /// <summary>Ends a cell before the delimiter or line feed at <see cref="_at"/>.</summary>
    private bool End(int from, int to)
    {
        var follows = _at < _end && _buffer[_at] == delimiter;
        if (!follows && to > from && _buffer[to - 1] == '\r')
        {
            to--;
        }
        if (_pieces.Length > 0)
        {
            _cells.Add(_pieces.Append(_buffer, from, to - from).ToString());
            _pieces.Clear();
        }
        else
        {
            _cells.Add(Text(_buffer.AsSpan(from, to - from)));
        }
        if (_at < _end)
        {
            _physical += follows ? 0 : 1;
            _at++;
        }
        return follows;
    }

    /// <summary>The text as a string; short ones that come again and again (codes, dates, flags) are made once.</summary>
    private string Text(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
        {
            return "";
        }
        if (text.Length > LongestKnown)
        {
            return text.ToString();
        }
        ref var known = ref _known[string.GetHashCode(text, StringComparison.Ordinal) & (Known - 1)];
        return known is not null && text.SequenceEqual(known) ? known : known = text.ToString();
    }

    private bool Quoted()
    {
        var opened = _physical;
        var from = ++_at;
        while (true)
        {
            var found = _buffer.AsSpan(_at, _end - _at).IndexOf('"');
            if (found < 0)
            {
                _at = _end;
                if (_pieces.Length + _end - from > Bounds.Cell)
                {
                    throw Refused("sharing.intake.fault.open-quote", opened);
                }
                var kept = _end - from;
                if (!Fill(ref from))
                {
                    throw Refused("sharing.intake.fault.open-quote", opened);
                }
                _at = from + kept;
                continue;
            }
            _at += found;
            _physical += _buffer.AsSpan(from, _at - from).Count('\n');
            _pieces.Append(_buffer, from, _at - from);
            from = ++_at;
            if ((_at < _end || Fill(ref from)) && _buffer[_at = from] == '"')
            {
                _pieces.Append('"');
                from = ++_at;
                continue;
            }
            _at = from;
            // What follows the closing quote up to the delimiter is taken as it stands.
            return Plain();
        }
    }

    /// <summary>Reads more, keeping what stands from <paramref name="from"/> on; false at the end of the text.</summary>
    private bool Fill(ref int from)
    {
        if (_isLast)
        {
            return false;
        }
        var kept = _end - from;
        if (kept == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else if (from > 0)
        {
            _buffer.AsSpan(from, kept).CopyTo(_buffer);
        }
        (from, _end) = (0, kept);
        try
        {
            var read = text.ReadBlock(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isLast = read == 0;
            return read > 0;
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.encoding");
        }
    }

    private static InvalidInputException Refused(string code, long number) => new("file", code, number.ToString(CultureInfo.InvariantCulture));
}
