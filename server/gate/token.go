package gate

import (
	"fmt"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
)

const (
	issuer    = "tongjian"
	tokenLife = 10 * time.Minute
	clockSkew = 5 * time.Second // between nodes
)

// claims are those of an access token. It says which session it belongs to;
// what the caller may do is read from the store, never from the token.
type claims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

// accessToken signs a token of ten minutes for a session of an audience.
func (g *Gate) accessToken(audience, session, subject string) (string, error) {
	now := g.now()
	kid, key := g.keys.Signer()
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: subject,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
		},
		Session: session,
	})
	t.Header["kid"] = kid
	text, err := t.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("signing an access token: %w", err)
	}
	return text, nil
}

var errToken = &refusal{"token.bad", "the access token is not valid; refresh it or sign in again"}

// readToken believes a token that one of our keys signed with EdDSA, of our
// issuer and one of the two audiences, issued and not expired.
func (g *Gate) readToken(text string) (claims, error) {
	var c claims
	_, err := jwt.ParseWithClaims(text, &c,
		func(t *jwt.Token) (any, error) {
			kid, _ := t.Header["kid"].(string)
			if key, ok := g.keys.Public(kid); ok {
				return key, nil
			}
			return nil, fmt.Errorf("not one of our keys")
		},
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithIssuer(issuer), jwt.WithAudience(staffKind, familyKind),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(clockSkew), jwt.WithStrictDecoding(), jwt.WithTimeFunc(g.now))
	if err != nil || c.IssuedAt == nil || c.Session == "" || len(c.Audience) != 1 {
		return claims{}, errToken
	}
	return c, nil
}

// signedIn finds out who calls and puts it into the request's context.
func (g *Gate) signedIn(c *gin.Context) (visitor, error) {
	text, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	if !ok {
		return visitor{}, &refusal{"token.missing", "sign in first"}
	}
	t, err := g.readToken(text)
	if err != nil {
		return visitor{}, err
	}
	ctx := c.Request.Context()
	v, err := g.visitor(ctx, t.Session)
	if err != nil {
		return visitor{}, err
	}
	if v.subject != t.Subject || v.kind() != t.Audience[0] {
		return visitor{}, errToken
	}
	here := visitorOf(ctx)
	v.Request, v.Address = here.Request, here.Address
	c.Request = c.Request.WithContext(withVisitor(ctx, v))
	return v, nil
}
