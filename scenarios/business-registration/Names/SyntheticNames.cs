using Zhuangjin.Kernel.Codes;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Invented names as many as a city's register has, the same ones for the same seed. Any that is like a real one is so by chance.</summary>
internal static class SyntheticNames
{
    public static NameTable Make(int count, ulong seed)
    {
        var region = Division.Find("450000")!;
        List<(string, string)> regions = [.. region.Children.Concat(region.Children.SelectMany(c => c.Children)).Select(d => (d.Name, d.Code))];
        var random = new Sequence(seed);
        var characters = Sounds.Characters;
        var brands = new List<string>();
        var numbers = new Dictionary<(char, char, char, char), int>();
        var rows = new NameTable.Row[count];
        Span<char> brand = stackalloc char[4];
        for (var i = 0; i < count; i++)
        {
            var length = random.Next(100) switch { < 45 => 2, < 90 => 3, _ => 4 };
            brand.Clear();
            for (var c = 0; c < length; c++)
            {
                brand[c] = characters[random.Next(characters.Count)];
            }
            var key = (brand[0], brand[1], brand[2], brand[3]);
            if (!numbers.TryGetValue(key, out var number))
            {
                numbers[key] = number = brands.Count;
                brands.Add(new string(brand[..length]));
            }
            rows[i] = new(number, (ushort)random.Next(regions.Count), (ushort)random.Next(Industries.Wordings.Count), (byte)(random.Next(10) < 8 ? 3 : random.Next(EnterpriseName.Forms.Count)));
        }
        return new(regions, brands, rows);
    }

    /// <summary>SplitMix64: the same everywhere, for ever.</summary>
    private struct Sequence(ulong state)
    {
        private ulong _state = state;

        public int Next(int below)
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)(((z ^ (z >> 31)) >> 33) % (ulong)below);
        }
    }
}
