package grpc

type DialOption interface{ applyDial() }

func NewClient(target string, opts ...DialOption) (*ClientConn, error) { return nil, nil }

func (cc *ClientConn) Close() error { return nil }
