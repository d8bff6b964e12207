namespace Zhuangjin.Notices.Delivering;

/// <summary>The other side did not take it.</summary>
/// <param name="message">What it said, shortly, for the page of failed deliveries.</param>
/// <param name="final">True when trying again is of no use.</param>
internal sealed class DeliveryException(string message, bool final, Exception? inner = null) : Exception(message, inner)
{
    public bool Final => final;
}
