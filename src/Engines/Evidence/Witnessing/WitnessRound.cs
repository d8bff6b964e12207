using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Following;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>Leads all witnesses along the sealed log. Sealing never waits for it, and no witness waits for another.</summary>
/// <remarks>All are asked for one and the same checkpoint, the target, for cosignatures over different sizes make no quorum. It moves to the newest checkpoint once it has
/// its quorum, or when nobody is left who could still give it one: a slow or dead witness that is not needed delays nothing, one that is needed delays only its share.</remarks>
internal sealed class WitnessRound(IDatabase database, TrustPolicy policy, WitnessClient client, LogSignals signals, TimeProvider time, ILogger logger)
{
    /// <summary>How long another node's seal may wait for a look.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>One witness, as this round sees it.</summary>
    private sealed class Seat(PolicyWitness witness)
    {
        public PolicyWitness Witness => witness;
        public long Size { get; set; }
        public long Cosigned { get; set; }

        /// <summary>The size of its last cosignature, also of one before this start: all that its own word does not decide.</summary>
        public long LastSigned { get; set; }

        public DateTimeOffset? CosignedAt { get; set; }
        public long Failures { get; set; }
        public (long Since, TimeSpan For)? Pause { get; set; }
        public Task<bool>? Asked { get; set; }
    }

    private LogState? _target;
    private bool _decided;

    /// <summary>Runs until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var known = await database.ReadAsync(Cosignatures.StatesAsync, stop);
        var seats = policy.Witnesses.Where(w => w.Address is not null).Select(w => new Seat(w)).ToList();
        foreach (var seat in seats)
        {
            if (known.TryGetValue(seat.Witness.Key.ToString(), out var state))
            {
                (seat.Size, seat.LastSigned, seat.CosignedAt, seat.Failures) = (state.Size, state.Size, state.CosignedAt, state.Failures);
            }
        }
        while (true)
        {
            var grown = signals.Sealed.Next;
            if (_target is null || _decided || seats.TrueForAll(s => s.Asked is null))
            {
                await AimAsync(stop);
            }
            foreach (var seat in seats.Where(IsFree))
            {
                seat.Asked = AskAsync(seat, _target!, stop);
            }
            var asked = seats.Select(s => s.Asked).OfType<Task>().ToList();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny([.. asked, .. _decided || asked.Count == 0 ? [grown] : Array.Empty<Task>(), Task.Delay(Wait(seats), time, either.Token)]);
            await either.CancelAsync();
            stop.ThrowIfCancellationRequested();
            foreach (var seat in seats.Where(s => s.Asked is { IsCompleted: true }))
            {
                var quorum = await seat.Asked!;
                seat.Asked = null;
                _decided |= quorum && seat.Cosigned == _target!.Size;
            }
        }
    }

    private bool IsFree(Seat seat) =>
        seat.Asked is null && _target is { Size: > 0 } target && seat.Cosigned < target.Size && (seat.Pause is not { } pause || time.GetElapsedTime(pause.Since) >= pause.For);

    /// <summary>Until something is to be looked at again, if nothing happens before.</summary>
    private TimeSpan Wait(List<Seat> seats)
    {
        var next = Look;
        foreach (var seat in seats)
        {
            if (seat is { Asked: null, Pause: { } pause } && pause.For - time.GetElapsedTime(pause.Since) is var left && left < next)
            {
                next = left;
            }
        }
        return next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1);
    }

    private async Task AimAsync(CancellationToken stop)
    {
        var newest = await database.ReadAsync(LogState.LoadAsync, stop) ?? throw new InvalidOperationException("The log has not been created.");
        if (newest.Size > (_target?.Size ?? 0))
        {
            (_target, _decided) = (newest, false);
        }
    }

    /// <summary>Asks one witness and keeps what came of it; true when the checkpoint has its quorum with it.</summary>
    private async Task<bool> AskAsync(Seat seat, LogState target, CancellationToken stop)
    {
        var reply = await client.AskAsync(seat.Witness, target, seat.Size, stop);
        var now = time.GetUtcNow();
        seat.Size = reply.Size;
        if (reply.Cosignature is { } line)
        {
            var quorum = await database.WriteAsync(session => Cosignatures.AddAsync(session, policy, target.Size, seat.Witness, line, now), stop);
            if (seat.Failures > 0)
            {
                logger.LogInformation("The witness '{Witness}' co-signs again.", seat.Witness.Name);
            }
            (seat.Cosigned, seat.LastSigned, seat.CosignedAt, seat.Failures, seat.Pause) = (target.Size, target.Size, now, 0, null);
            signals.Cosigned.Pulse();
            return quorum;
        }
        seat.Failures++;
        seat.Pause = (time.GetTimestamp(), FollowerRun.Pause(seat.Failures));
        if (reply.Trouble is { Code: "evidence.witnesses.trouble.ahead" })
        {
            seat.Size = 0; // asked anew next time: what it claims is not believed twice
        }
        if (seat.Failures == 1)
        {
            logger.LogWarning("The witness '{Witness}' did not co-sign size {Size}: {Trouble}.", seat.Witness.Name, target.Size, reply.Trouble!.Code);
        }
        var state = new WitnessState(seat.Witness.Key.ToString(), seat.LastSigned, seat.CosignedAt, seat.Failures, Words(reply.Trouble!), now);
        await database.WriteAsync(session => Cosignatures.SaveAsync(session, state), stop);
        return false;
    }

    /// <summary>A text's code and its values, as stored.</summary>
    private static string Words(Fault trouble) => string.Join('\n', [trouble.Code, .. trouble.Args]);
}
